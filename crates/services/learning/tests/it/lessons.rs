//! Opening, watching and completing lessons.

use crate::{
    course::{NewCourse, NewLesson},
    world::{code, in_every_world, problem},
};
use chrono::Duration;
use entities::{
    chapter::ContentStatus, enrollment::EnrollmentStatus, event::EventAction, lesson_progress,
    member::AccessRole,
};
use kernel::Code;
use serde_json::json;
use store::Failure;

#[tokio::test]
async fn three_of_five_lessons_and_every_second_once() {
    in_every_world(|world| async move {
        let mut new = NewCourse::of("rust", 5);
        new.lessons[2].video = Some(600);
        let course = world.course(new).await;
        let id = world.enrolled(&course).await;
        for lesson in &course.lessons[..3] {
            world.open(&world.marko, *lesson).await.unwrap();
            world.complete(&world.marko, *lesson).await.unwrap();
        }
        let enrollment = world.enrollment(id).await;
        assert_eq!(
            (enrollment.completed_lessons, enrollment.required_lessons),
            (3, 5)
        );
        assert_eq!(enrollment.status, EnrollmentStatus::Active);
        assert_eq!(enrollment.last_activity_at, Some(world.store().now()));

        let video = course.lessons[2];
        let watched = world.watch(&world.marko, video, &[(0, 400)]).await.unwrap();
        assert_eq!(watched.watched_seconds, 400);
        let watched = world.watch(&world.marko, video, &[(300, 600)]).await.unwrap();
        assert_eq!(
            (watched.watched_seconds, &watched.watched),
            (600, &json!([[0, 600]]))
        );
        for _ in 0..2 {
            let again = world
                .watch(&world.marko, video, &[(0, 400), (300, 600), (599, 9_999)])
                .await
                .unwrap();
            assert_eq!(again, watched);
        }
        assert_eq!(world.happened(EventAction::LessonOpened).await, 3);
        assert_eq!(world.happened(EventAction::LessonCompleted).await, 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_done_twice_counts_once() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 2)).await;
        let id = world.enrolled(&course).await;
        let opened = world.open(&world.marko, course.lessons[0]).await.unwrap();
        world.pass(Duration::hours(1));
        assert_eq!(world.open(&world.marko, course.lessons[0]).await.unwrap(), opened);
        let done = world.complete(&world.marko, course.lessons[0]).await.unwrap();
        world.pass(Duration::hours(1));
        assert_eq!(
            world.complete(&world.marko, course.lessons[0]).await.unwrap(),
            done
        );
        assert_eq!(world.enrollment(id).await.completed_lessons, 1);
        assert_eq!(
            world.enrollment(id).await.last_activity_at,
            Some(world.store().now())
        );
        assert_eq!(world.all::<lesson_progress::Entity>().await.len(), 1);
        assert_eq!(world.happened(EventAction::LessonCompleted).await, 1);
    })
    .await;
}

#[tokio::test]
async fn scheduled_content_opens_at_its_time() {
    in_every_world(|world| async move {
        let now = world.store().now();
        let (later, latest) = (now + Duration::hours(1), now + Duration::hours(2));
        let mut new = NewCourse::of("rust", 3);
        new.lessons[1].chapter_release = Some(later);
        new.lessons[1].status = ContentStatus::Scheduled;
        new.lessons[1].release_at = Some(latest);
        new.lessons[2].status = ContentStatus::Draft;
        let course = world.course(new).await;
        let id = world.enrolled(&course).await;
        assert_eq!(world.enrollment(id).await.required_lessons, 2);
        let before = world.census().await;
        let refused = problem(world.open(&world.marko, course.lessons[1]).await);
        assert_eq!(refused.code, Code::ContentNotReleased);
        assert_eq!(
            refused.params.get("releaseAt"),
            Some(&json!("2026-03-14T10:00:00Z"))
        );
        let draft = world.open(&world.marko, course.lessons[2]).await;
        assert!(matches!(draft, Err(Failure::NotFound("lessonId"))));
        assert_eq!(world.census().await, before);
        world.pass(Duration::hours(2) - Duration::microseconds(1));
        let refused = world.complete(&world.marko, course.lessons[1]).await;
        assert_eq!(code(refused), Code::ContentNotReleased);
        world.pass(Duration::microseconds(1));
        world.open(&world.marko, course.lessons[1]).await.unwrap();
    })
    .await;
}

/// Whoever does not learn a course is told so of the lessons they see, and nothing of the others.
#[tokio::test]
async fn a_lesson_that_is_not_seen_is_not_found_by_those_who_do_not_learn_it() {
    in_every_world(|world| async move {
        let mut new = NewCourse::of("rust", 2);
        new.lessons[1].status = ContentStatus::Draft;
        let course = world.course(new).await;
        let before = world.census().await;
        let shown = course.lessons[0];
        assert_eq!(code(world.open(&world.marko, shown).await), Code::NotEnrolled);
        assert_eq!(code(world.complete(&world.marko, shown).await), Code::NotEnrolled);
        let hidden = course.lessons[1];
        for refused in [
            world.open(&world.marko, hidden).await.map(|_progress| ()),
            world.complete(&world.marko, hidden).await.map(|_progress| ()),
        ] {
            assert!(
                matches!(refused, Err(Failure::NotFound("lessonId"))),
                "{refused:?}"
            );
        }
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn prerequisites_come_first() {
    in_every_world(|world| async move {
        let first = world.course(NewCourse::of("first", 1)).await;
        let mut new = NewCourse::of("second", 1);
        new.prerequisites = vec![first.id];
        let second = world.course(new).await;
        world.enrolled(&first).await;
        world.enrolled(&second).await;
        let refused = problem(world.open(&world.marko, second.lessons[0]).await);
        assert_eq!(refused.code, Code::PrerequisitesNotMet);
        assert_eq!(
            refused.params.get("missing"),
            Some(&json!([first.id.to_string()]))
        );
        world.complete(&world.marko, first.lessons[0]).await.unwrap();
        world.open(&world.marko, second.lessons[0]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_learners_learn() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 1)).await;
        let lesson = course.lessons[0];
        world.enrolled(&course).await;
        let (lena, _) = world.member("lena", AccessRole::Member).await;
        let before = world.census().await;
        for actor in [&lena, &world.ana, &authz::Actor::Anonymous] {
            assert_eq!(code(world.open(actor, lesson).await), Code::NotEnrolled);
            assert_eq!(code(world.complete(actor, lesson).await), Code::NotEnrolled);
        }
        let nothing = world.watch(&world.marko, lesson, &[(0, 5)]).await;
        assert_eq!(code(nothing), Code::VideoMissing);
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn impossible_segments_are_refused() {
    in_every_world(|world| async move {
        let mut new = NewCourse::of("rust", 0);
        new.lessons.push(NewLesson {
            video: Some(60),
            ..NewLesson::default()
        });
        let course = world.course(new).await;
        world.enrolled(&course).await;
        let before = world.census().await;
        for segments in [&[][..], &[(-1, 5)], &[(5, 5)], &[(0, 1), (9, 3)]] {
            let refused = world.watch(&world.marko, course.lessons[0], segments).await;
            assert_eq!(code(refused), Code::OutOfRange);
        }
        assert_eq!(world.census().await, before);
    })
    .await;
}
