//! Who reads what lessons teach, and when.

use crate::school::{School, a_lesson, act, code, in_every_school};
use authz::Actor;
use chrono::Duration;
use content::{
    chapter::{publish_chapter, schedule_chapter, unpublish_chapter},
    course::{publish_course, submit_course},
    lesson::{create_lesson, schedule_lesson, unpublish_lesson},
};
use kernel::{Code, LessonId};

async fn reads(school: &School, actor: &Actor, lesson: LessonId) -> bool {
    let scope = school.seen_by(actor).await;
    let rows = reads::contents_by_lesson(&scope, vec![lesson]).await.unwrap();
    !rows.is_empty()
}

#[tokio::test]
async fn learners_read_what_is_open_and_nobody_else_does() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let lesson = school.lesson(chapter.id, "a").await.id;
        let mut preview = a_lesson("b");
        preview.is_preview = true;
        let preview = act!(school, school.author, |tx| create_lesson(
            tx,
            chapter.id,
            preview.clone()
        ))
        .unwrap()
        .id;
        let (learner, member) = school.member("learner").await;
        let (visitor, _) = school.member("visitor").await;
        assert!(reads(&school, &school.author, lesson).await);
        assert!(!reads(&school, &visitor, preview).await);
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        school.enroll(&member, course.id).await;
        let seen = async |actor: &Actor| {
            (
                reads(&school, actor, lesson).await,
                reads(&school, actor, preview).await,
            )
        };
        assert_eq!(seen(&learner).await, (true, true));
        assert_eq!(seen(&visitor).await, (false, true));
        assert_eq!(seen(&school.colleague).await, (false, true));

        // By its chapter's date, to the second.
        let opens = school.store().now() + Duration::hours(49);
        act!(school, school.author, |tx| schedule_chapter(
            tx, chapter.id, opens
        ))
        .unwrap();
        assert_eq!(seen(&learner).await, (false, false));
        assert_eq!(seen(&visitor).await, (false, false));
        assert_eq!(seen(&school.author).await, (true, true));
        school
            .database
            .clock
            .advance(Duration::hours(49) - Duration::seconds(1));
        assert_eq!(seen(&learner).await, (false, false));
        school.database.clock.advance(Duration::seconds(1));
        assert_eq!(seen(&learner).await, (true, true));
        assert_eq!(seen(&visitor).await, (false, true));

        // By its own date, and as a draft.
        let opens = school.store().now() + Duration::hours(1);
        act!(school, school.author, |tx| schedule_lesson(tx, lesson, opens)).unwrap();
        assert_eq!(seen(&learner).await, (false, true));
        act!(school, school.author, |tx| unpublish_lesson(tx, lesson)).unwrap();
        school.database.clock.advance(Duration::hours(2));
        assert_eq!(seen(&learner).await, (false, true));
        act!(school, school.author, |tx| unpublish_chapter(tx, chapter.id)).unwrap();
        assert_eq!(seen(&learner).await, (false, false));
        assert_eq!(seen(&school.author).await, (true, true));
    })
    .await;
}

#[tokio::test]
async fn what_is_in_a_draft_chapter_is_not_in_the_outline() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let (one, two) = (
            school.chapter(course.id, "1").await,
            school.chapter(course.id, "2").await,
        );
        school.lesson(one.id, "a").await;
        let hidden = school.lesson(two.id, "b").await;
        let quiz = school.quiz(course.id, Some(&hidden)).await.unwrap();
        school.question(quiz.id).await;
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        act!(school, school.author, |tx| unpublish_chapter(tx, two.id)).unwrap();
        let (visitor, _) = school.member("visitor").await;
        for (actor, chapters, lessons, quizzes) in [(&visitor, 1, 1, 0), (&school.author, 2, 2, 1)] {
            let scope = school.seen_by(actor).await;
            let counts = reads::course_counts(&scope, vec![course.id]).await.unwrap();
            assert_eq!((counts[0].chapters, counts[0].lessons), (chapters, lessons));
            assert_eq!(counts[0].required_lessons, Some(lessons));
            assert_eq!(
                reads::lessons_by_id(&scope, vec![hidden.id]).await.unwrap().len(),
                quizzes
            );
            assert_eq!(
                reads::quizzes_by_course(&scope, vec![course.id])
                    .await
                    .unwrap()
                    .len(),
                quizzes
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_release_lies_ahead() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let now = school.store().now();
        for moment in [now, now - Duration::days(1)] {
            let late = act!(school, school.author, |tx| schedule_chapter(
                tx, chapter.id, moment
            ));
            assert_eq!(code(late), Code::ReleaseNotAhead);
        }
        let opens = now + Duration::seconds(1);
        let scheduled = act!(school, school.author, |tx| schedule_chapter(
            tx, chapter.id, opens
        ))
        .unwrap();
        assert_eq!((scheduled.release_at, scheduled.version), (Some(opens), 2));
        let events = school.events().await;
        act!(school, school.author, |tx| schedule_chapter(
            tx, chapter.id, opens
        ))
        .unwrap();
        assert_eq!(school.events().await, events);
        let published = act!(school, school.author, |tx| publish_chapter(tx, chapter.id)).unwrap();
        assert_eq!(published.release_at, None);
    })
    .await;
}
