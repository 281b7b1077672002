//! Chapters and lessons: their order, their text, and what may be deleted.

use crate::school::{School, a_lesson, act, code, in_every_school};
use content::{
    chapter::{delete_chapter, move_chapter, publish_chapter, unpublish_chapter},
    course::{publish_course, submit_course},
    lesson::{UpdateLesson, create_lesson, delete_lesson, move_lesson, update_lesson},
};
use entities::{
    chapter, event::EventAction, lesson, lesson_content, quiz, quiz_key, quiz_option, quiz_question,
};
use kernel::{Code, CourseId, Patch};
use sea_orm::{ColumnTrait, Order};
use store::Failure;

async fn chapters(school: &School, course: CourseId) -> Vec<(String, i32)> {
    let scope = school.seen_by(&school.author).await;
    let rows = scope
        .find::<chapter::Entity>()
        .filter(chapter::Column::CourseId.eq(course))
        .order_by(chapter::Column::Position, Order::Asc)
        .all()
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.title, row.position)).collect()
}

async fn lessons(school: &School, chapter: &chapter::Model) -> Vec<(String, i32)> {
    let scope = school.seen_by(&school.author).await;
    let rows = scope
        .find::<lesson::Entity>()
        .filter(lesson::Column::ChapterId.eq(chapter.id))
        .order_by(lesson::Column::Position, Order::Asc)
        .all()
        .await
        .unwrap();
    rows.into_iter().map(|row| (row.title, row.position)).collect()
}

fn places(titles: &[&str]) -> Vec<(String, i32)> {
    (1..)
        .zip(titles)
        .map(|(place, title)| ((*title).to_owned(), place))
        .collect()
}

#[tokio::test]
async fn what_is_moved_makes_the_others_move() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let mut made = Vec::new();
        for title in ["A", "B", "C", "D"] {
            made.push(school.chapter(course.id, title).await);
        }
        let (a, d) = (made[0].id, made[3].id);
        let moved = act!(school, school.author, |tx| move_chapter(tx, d, 2)).unwrap();
        assert_eq!(moved.position, 2);
        assert_eq!(chapters(&school, course.id).await, places(&["A", "D", "B", "C"]));
        act!(school, school.author, |tx| move_chapter(tx, a, 4)).unwrap();
        assert_eq!(chapters(&school, course.id).await, places(&["D", "B", "C", "A"]));
        let events = school.events().await;
        act!(school, school.author, |tx| move_chapter(tx, a, 4)).unwrap();
        for position in [0, 5, -1, i32::MAX] {
            let out = act!(school, school.author, |tx| move_chapter(tx, a, position));
            assert_eq!(code(out), Code::OutOfRange);
        }
        assert_eq!(school.events().await, events);
        act!(school, school.author, |tx| delete_chapter(tx, made[1].id)).unwrap();
        assert_eq!(chapters(&school, course.id).await, places(&["D", "C", "A"]));
    })
    .await;
}

#[tokio::test]
async fn lessons_move_between_chapters_of_their_course() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let (one, two) = (
            school.chapter(course.id, "1").await,
            school.chapter(course.id, "2").await,
        );
        let a = school.lesson(one.id, "a").await;
        for title in ["b", "c"] {
            school.lesson(one.id, title).await;
        }
        for title in ["x", "y"] {
            school.lesson(two.id, title).await;
        }
        let moved = act!(school, school.author, |tx| move_lesson(tx, a.id, Some(two.id), 2)).unwrap();
        assert_eq!((moved.chapter_id, moved.position), (two.id, 2));
        assert_eq!(lessons(&school, &one).await, places(&["b", "c"]));
        assert_eq!(lessons(&school, &two).await, places(&["x", "a", "y"]));
        act!(school, school.author, |tx| move_lesson(tx, a.id, None, 3)).unwrap();
        assert_eq!(lessons(&school, &two).await, places(&["x", "y", "a"]));
        let out = act!(school, school.author, |tx| move_lesson(tx, a.id, Some(one.id), 4));
        assert_eq!(code(out), Code::OutOfRange);
        let other = school.course("Go").await;
        let elsewhere = school.chapter(other.id, "1").await;
        let foreign = act!(school, school.author, |tx| move_lesson(
            tx,
            a.id,
            Some(elsewhere.id),
            1
        ));
        assert!(matches!(foreign, Err(Failure::NotFound("chapterId"))));
    })
    .await;
}

#[tokio::test]
async fn only_drafts_that_nobody_learned_are_deleted() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let (one, two) = (
            school.chapter(course.id, "1").await,
            school.chapter(course.id, "2").await,
        );
        let lesson = school.lesson(one.id, "a").await;
        school.lesson(two.id, "b").await;
        let last = school.lesson(two.id, "c").await;
        let quiz = school.quiz(course.id, Some(&lesson)).await.unwrap();
        school.question(quiz.id).await;
        act!(school, school.author, |tx| publish_chapter(tx, one.id)).unwrap();
        let open = act!(school, school.author, |tx| delete_chapter(tx, one.id));
        assert_eq!(code(open), Code::ContentInUse);
        act!(school, school.author, |tx| unpublish_chapter(tx, one.id)).unwrap();
        act!(school, school.author, |tx| delete_chapter(tx, one.id)).unwrap();
        let scope = school.seen_by(&school.author).await;
        assert_eq!(scope.find::<quiz::Entity>().count().await.unwrap(), 0);
        assert_eq!(scope.find::<quiz_question::Entity>().count().await.unwrap(), 0);
        assert_eq!(scope.find::<quiz_option::Entity>().count().await.unwrap(), 0);
        assert_eq!(scope.find::<quiz_key::Entity>().count().await.unwrap(), 0);
        assert_eq!(scope.find::<lesson_content::Entity>().count().await.unwrap(), 2);
        let log = school.log(one.id).await;
        assert_eq!(log.last().unwrap().action, EventAction::ChapterDeleted);

        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        for outcome in [
            act!(school, school.author, |tx| delete_lesson(tx, last.id)).map(|_| ()),
            act!(school, school.author, |tx| delete_chapter(tx, two.id)).map(|_| ()),
        ] {
            assert_eq!(code(outcome), Code::ContentInUse);
        }
    })
    .await;
}

#[tokio::test]
async fn a_course_that_somebody_learns_keeps_its_drafts() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let lesson = school.lesson(chapter.id, "a").await;
        let (_, member) = school.member("learner").await;
        school.enroll(&member, course.id).await;
        let refused = act!(school, school.author, |tx| delete_lesson(tx, lesson.id));
        assert_eq!(code(refused), Code::ContentInUse);
    })
    .await;
}

#[tokio::test]
async fn what_a_lesson_teaches_is_cleaned_and_checked() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let mut bad = a_lesson(" ");
        bad.video_url = Some("javascript:alert(1)".to_owned());
        bad.video_seconds = Some(0);
        let Err(Failure::Refused(problems)) = act!(school, school.author, |tx| create_lesson(
            tx,
            chapter.id,
            bad.clone()
        )) else {
            panic!("it was accepted");
        };
        let told: Vec<_> = problems
            .iter()
            .map(|problem| (problem.code, problem.field[0]))
            .collect();
        assert_eq!(
            told,
            [
                (Code::Required, "title"),
                (Code::InvalidFormat, "videoUrl"),
                (Code::OutOfRange, "videoSeconds")
            ]
        );
        let mut good = a_lesson("a");
        good.text_html = Some("<h2 onclick=\"x()\">Hi</h2><script>x()</script>".to_owned());
        let lesson = act!(school, school.author, |tx| create_lesson(
            tx,
            chapter.id,
            good.clone()
        ))
        .unwrap();
        let update = UpdateLesson {
            video_url: Patch::Set("https://example.com/v.mp4".to_owned()),
            text_html: Patch::Set("<h2>Hi</h2>".to_owned()),
            ..UpdateLesson::default()
        };
        let updated = act!(school, school.author, |tx| update_lesson(
            tx,
            lesson.id,
            update.clone()
        ))
        .unwrap();
        assert_eq!(updated.version, 2);
        let again = act!(school, school.author, |tx| update_lesson(
            tx,
            lesson.id,
            update.clone()
        ))
        .unwrap();
        assert_eq!(again.version, 2);
        let content = school
            .seen_by(&school.author)
            .await
            .find::<lesson_content::Entity>()
            .one()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (content.text_html.as_deref(), content.video_url.as_deref()),
            (Some("<h2>Hi</h2>"), Some("https://example.com/v.mp4"))
        );
        let log = school.log(lesson.id).await;
        assert_eq!(log.len(), 2);
        // The text had been cleaned to the same, so only the video is news.
        assert_eq!(
            log[1].after,
            Some(serde_json::json!({ "videoUrl": "https://example.com/v.mp4" }))
        );
    })
    .await;
}
