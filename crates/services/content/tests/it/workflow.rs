//! From a draft to learners and back.

use crate::school::{School, act, code, in_every_school, problem};
use chrono::Duration;
use content::{
    chapter::{create_chapter, schedule_chapter},
    course::{
        UpdateCourse, archive_course, publish_course, restore_course, return_course, submit_course,
        update_course,
    },
};
use entities::{
    chapter::{self, ContentStatus},
    course::CourseStatus,
    event::EventAction,
    lesson,
};
use kernel::{Code, CourseId, Patch};
use sea_orm::{ColumnTrait, Order};
use serde_json::json;
use store::Failure;

async fn outline(school: &School, course: CourseId) -> (Vec<ContentStatus>, Vec<ContentStatus>) {
    let scope = school.seen_by(&school.owner).await;
    let chapters = scope
        .find::<chapter::Entity>()
        .filter(chapter::Column::CourseId.eq(course))
        .order_by(chapter::Column::Position, Order::Asc);
    let lessons = scope
        .find::<lesson::Entity>()
        .filter(lesson::Column::CourseId.eq(course))
        .order_by(lesson::Column::Title, Order::Asc);
    (
        chapters
            .all()
            .await
            .unwrap()
            .iter()
            .map(|row| row.status)
            .collect(),
        lessons
            .all()
            .await
            .unwrap()
            .iter()
            .map(|row| row.status)
            .collect(),
    )
}

#[tokio::test]
async fn a_course_is_reviewed_before_learners_see_it() {
    in_every_school(|school| async move {
        let course = school.course("Rust for Finance").await;
        assert_eq!(
            (course.slug.as_str(), course.status, course.version),
            ("rust-for-finance", CourseStatus::Draft, 1)
        );
        let first = school.chapter(course.id, "One").await;
        let second = school.chapter(course.id, "Two").await;
        school.lesson(first.id, "1").await;
        school.lesson(second.id, "2").await;
        let opens = school.store().now() + Duration::days(2);
        act!(school, school.author, |tx| schedule_chapter(tx, second.id, opens)).unwrap();

        let early = act!(school, school.owner, |tx| publish_course(tx, course.id));
        let early = problem(early);
        assert_eq!(
            (early.code, &early.params["status"]),
            (Code::CourseNotInReview, &json!("DRAFT"))
        );

        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        let own = act!(school, school.author, |tx| publish_course(tx, course.id));
        assert!(matches!(own, Err(Failure::Forbidden("course.approve"))));
        let meanwhile = act!(school, school.author, |tx| create_chapter(tx, course.id, "Late"));
        assert_eq!(code(meanwhile), Code::CourseInReview);
        let again = act!(school, school.author, |tx| submit_course(tx, course.id));
        assert_eq!(code(again), Code::CourseNotDraft);

        let silent = act!(school, school.owner, |tx| return_course(tx, course.id, " "));
        assert_eq!(code(silent), Code::Required);
        act!(school, school.owner, |tx| return_course(
            tx,
            course.id,
            "Add examples"
        ))
        .unwrap();
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        let published = act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        assert_eq!(
            (published.status, published.published_at, published.version),
            (CourseStatus::Published, Some(school.store().now()), 5)
        );
        assert_eq!(
            outline(&school, course.id).await,
            (
                vec![ContentStatus::Published, ContentStatus::Scheduled],
                vec![ContentStatus::Published, ContentStatus::Published]
            )
        );
        let log = school.log(course.id).await;
        let actions: Vec<_> = log.iter().map(|event| event.action).collect();
        assert_eq!(
            actions,
            [
                EventAction::CourseCreated,
                EventAction::CourseSubmitted,
                EventAction::CourseReturned,
                EventAction::CourseSubmitted,
                EventAction::CoursePublished
            ]
        );
        assert_eq!(
            log[2].after,
            Some(json!({ "note": "Add examples", "status": "DRAFT" }))
        );
        assert_eq!(
            log[4].after,
            Some(json!({ "status": "PUBLISHED", "chaptersPublished": 1, "lessonsPublished": 2 }))
        );
        // Its authors read the way it went, without reading the audit log.
        let own = school.seen_by(&school.author).await;
        let seen = own.find::<entities::event::Entity>().count().await.unwrap();
        assert_eq!(seen, 5);
        let foreign = school.seen_by(&school.colleague).await;
        assert_eq!(
            foreign.find::<entities::event::Entity>().count().await.unwrap(),
            0
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_empty_is_published() {
    in_every_school(|school| async move {
        let course = school.course("Empty").await;
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        let refused = problem(act!(school, school.owner, |tx| publish_course(tx, course.id)));
        assert_eq!(
            (refused.code, json!(refused.params)),
            (Code::CourseIncomplete, json!({ "chapterIds": [], "quizIds": [] }))
        );
        act!(school, school.owner, |tx| return_course(tx, course.id, "x")).unwrap();
        let full = school.chapter(course.id, "Full").await;
        school.lesson(full.id, "1").await;
        let second = school.chapter(course.id, "Second").await;
        let third = school.chapter(course.id, "Third").await;
        let quiz = school.quiz(course.id, None).await.unwrap();
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        let events = school.events().await;
        let refused = problem(act!(school, school.owner, |tx| publish_course(tx, course.id)));
        assert_eq!(
            json!(refused.params),
            json!({
                "chapterIds": [second.id.to_string(), third.id.to_string()],
                "quizIds": [quiz.id.to_string()],
            })
        );
        assert_eq!(school.events().await, events);
        assert_eq!(outline(&school, course.id).await.0, vec![ContentStatus::Draft; 3]);
    })
    .await;
}

#[tokio::test]
async fn an_archived_course_rests_until_it_is_restored() {
    in_every_school(|school| async move {
        let course = school.course("Old").await;
        let restored = act!(school, school.author, |tx| restore_course(tx, course.id));
        assert_eq!(code(restored), Code::CourseNotArchived);
        let archived = act!(school, school.author, |tx| archive_course(tx, course.id)).unwrap();
        assert_eq!(
            (archived.status, archived.archived_at),
            (CourseStatus::Archived, Some(school.store().now()))
        );
        let rename = UpdateCourse {
            title: Patch::Set("New".to_owned()),
            ..UpdateCourse::default()
        };
        let changed = act!(school, school.author, |tx| update_course(
            tx,
            course.id,
            rename.clone()
        ));
        assert_eq!(code(changed), Code::CourseArchived);
        let again = act!(school, school.author, |tx| archive_course(tx, course.id));
        assert_eq!(code(again), Code::CourseArchived);
        let restored = act!(school, school.author, |tx| restore_course(tx, course.id)).unwrap();
        assert_eq!(
            (restored.status, restored.archived_at),
            (CourseStatus::Draft, None)
        );

        let chapter = school.chapter(course.id, "One").await;
        school.lesson(chapter.id, "1").await;
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        act!(school, school.author, |tx| archive_course(tx, course.id)).unwrap();
        let restored = act!(school, school.author, |tx| restore_course(tx, course.id)).unwrap();
        assert_eq!(restored.status, CourseStatus::Published);
    })
    .await;
}

#[tokio::test]
async fn all_problems_of_a_course_are_told_together_and_nothing_changes_twice() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let bad = UpdateCourse {
            title: Patch::Clear,
            slug: Patch::Set("No Slug".to_owned()),
            locale: Patch::Set("no language".to_owned()),
            duration_minutes: Patch::Set(0),
            validity_months: Patch::Set(-1),
            ..UpdateCourse::default()
        };
        let Err(Failure::Refused(problems)) = act!(school, school.author, |tx| update_course(
            tx,
            course.id,
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
                (Code::InvalidFormat, "slug"),
                (Code::InvalidFormat, "locale"),
                (Code::OutOfRange, "durationMinutes"),
                (Code::OutOfRange, "validityMonths"),
            ]
        );
        let events = school.events().await;
        let same = UpdateCourse {
            title: Patch::Set("Rust".to_owned()),
            summary: Patch::Clear,
            expected_version: Some(1),
            ..UpdateCourse::default()
        };
        let unchanged = act!(school, school.author, |tx| update_course(
            tx,
            course.id,
            same.clone()
        ))
        .unwrap();
        assert_eq!((unchanged.version, school.events().await), (1, events));
        let stale = UpdateCourse {
            title: Patch::Set("Go".to_owned()),
            expected_version: Some(7),
            ..UpdateCourse::default()
        };
        let conflict = problem(act!(school, school.author, |tx| update_course(
            tx,
            course.id,
            stale.clone()
        )));
        assert_eq!(
            (conflict.code, &conflict.params["currentVersion"]),
            (Code::VersionConflict, &json!(1))
        );
        school.course("Rust").await;
        let taken = UpdateCourse {
            slug: Patch::Set("rust-2".to_owned()),
            ..UpdateCourse::default()
        };
        let taken = act!(school, school.author, |tx| update_course(
            tx,
            course.id,
            taken.clone()
        ));
        assert_eq!(code(taken), Code::SlugTaken);
    })
    .await;
}
