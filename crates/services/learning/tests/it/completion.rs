//! Completing a course: certificate, points, and what stays.

use crate::{
    course::{NewCourse, NewLesson, NewQuiz},
    world::{code, in_every_world, problem},
};
use entities::{
    certificate, enrollment::EnrollmentStatus, event::EventAction, lesson_progress, point_entry,
    point_entry::PointKind, quiz_question::QuestionKind,
};
use kernel::{Code, Rank, TypedId};
use serde_json::json;

#[tokio::test]
async fn the_last_required_lesson_completes_the_course() {
    in_every_world(|world| async move {
        let mut new = NewCourse::of("rust", 2);
        new.validity = Some(12);
        new.lessons.push(NewLesson {
            required: false,
            ..NewLesson::default()
        });
        let course = world.course(new).await;
        let id = world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        assert_eq!(world.all::<certificate::Entity>().await.len(), 0);
        world.complete(&world.marko, course.lessons[1]).await.unwrap();

        let enrollment = world.enrollment(id).await;
        assert_eq!(enrollment.status, EnrollmentStatus::Completed);
        assert_eq!(enrollment.completed_at, Some(world.store().now()));
        let certificates = world.all::<certificate::Entity>().await;
        assert_eq!(certificates.len(), 1);
        let certificate = &certificates[0];
        assert_eq!(
            (
                certificate.holder_name.as_str(),
                certificate.course_title.as_str()
            ),
            ("marko", "Course rust")
        );
        // Valid through the 14th of March, by the clock of Ljubljana.
        assert_eq!(
            certificate.expires_at,
            Some("2027-03-14T23:00:00Z".parse().unwrap())
        );
        assert_eq!(certificate.code.len(), 23);
        let entries = world.all::<point_entry::Entity>().await;
        assert_eq!(entries.len(), 1);
        assert_eq!(
            (entries[0].kind, entries[0].amount),
            (PointKind::CourseCompleted, 300)
        );
        assert_eq!(
            (entries[0].source_type.as_str(), entries[0].source_id),
            ("course", course.id.uuid())
        );
        assert_eq!(world.points(world.marko_id).await, (300, 300));
        for action in [
            EventAction::CourseCompleted,
            EventAction::CertificateIssued,
            EventAction::PointsEarned,
        ] {
            assert_eq!(world.happened(action).await, 1);
        }
        let told = world.told(EventAction::PointsEarned).await;
        assert_eq!((&told["amount"], &told["lifetime"]), (&json!(300), &json!(300)));
    })
    .await;
}

#[tokio::test]
async fn what_is_completed_stays_completed() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 1)).await;
        let id = world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        let added = world.add_lesson(course.id).await;
        world.open(&world.marko, added).await.unwrap();
        assert_eq!(world.enrollment(id).await.status, EnrollmentStatus::Completed);
        world.complete(&world.marko, added).await.unwrap();
        let enrollment = world.enrollment(id).await;
        assert_eq!(
            (enrollment.completed_lessons, enrollment.required_lessons),
            (1, 1)
        );
        assert_eq!(world.all::<certificate::Entity>().await.len(), 1);
        assert_eq!(world.points(world.marko_id).await, (300, 300));
        assert_eq!(world.happened(EventAction::CourseCompleted).await, 1);
    })
    .await;
}

#[tokio::test]
async fn lessons_added_in_the_meantime_count() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 2)).await;
        let id = world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        let added = world.add_lesson(course.id).await;
        world.complete(&world.marko, course.lessons[1]).await.unwrap();
        let enrollment = world.enrollment(id).await;
        assert_eq!(
            (enrollment.completed_lessons, enrollment.required_lessons),
            (2, 3)
        );
        assert_eq!(enrollment.status, EnrollmentStatus::Active);
        world.complete(&world.marko, added).await.unwrap();
        assert_eq!(world.enrollment(id).await.status, EnrollmentStatus::Completed);
    })
    .await;
}

#[tokio::test]
async fn required_quizzes_have_to_be_passed() {
    in_every_world(|world| async move {
        let of_lesson = NewQuiz {
            lesson: Some(0),
            kind: QuestionKind::MultipleChoice,
            ..NewQuiz::default()
        };
        let new = NewCourse::of("rust", 1).quiz(of_lesson).quiz(NewQuiz::default());
        let course = world.course(new).await;
        let id = world.enrolled(&course).await;
        let [of_lesson, of_course] = course.quizzes.as_slice() else {
            panic!("two quizzes")
        };
        let refused = problem(world.complete(&world.marko, course.lessons[0]).await);
        assert_eq!(refused.code, Code::QuizNotPassed);
        assert_eq!(
            refused.params.get("quizzes"),
            Some(&json!([of_lesson.id.to_string()]))
        );

        // Passing the quiz completes the lesson, although it was never opened.
        let attempt = world.start(&world.marko, of_lesson.id).await.unwrap();
        let passed = world
            .submit(&world.marko, attempt.id, of_lesson.answers(8))
            .await
            .unwrap();
        assert_eq!(
            (passed.earned_points, passed.total_points, passed.is_passed),
            (Some(8), Some(10), Some(true))
        );
        let progress = world.all::<lesson_progress::Entity>().await;
        assert!(progress[0].completed_at.is_some());
        let enrollment = world.enrollment(id).await;
        assert_eq!(
            (enrollment.completed_lessons, enrollment.required_lessons),
            (1, 1)
        );
        assert_eq!(enrollment.status, EnrollmentStatus::Active);

        let attempt = world.start(&world.marko, of_course.id).await.unwrap();
        world
            .submit(&world.marko, attempt.id, of_course.answers(10))
            .await
            .unwrap();
        assert_eq!(world.enrollment(id).await.status, EnrollmentStatus::Completed);
        // 100 for the excellent quiz, 300 for the course; 8 of 10 is not excellent.
        assert_eq!(world.points(world.marko_id).await, (400, 400));
    })
    .await;
}

#[tokio::test]
async fn a_rank_comes_with_lifetime_points() {
    in_every_world(|world| async move {
        let slugs = ["a", "b", "c", "d", "e"];
        for (done, slug) in (1..).zip(slugs) {
            let course = world.course(NewCourse::of(slug, 1)).await;
            world.enrolled(&course).await;
            world.complete(&world.marko, course.lessons[0]).await.unwrap();
            let (lifetime, _) = world.points(world.marko_id).await;
            assert_eq!(lifetime, done * 300);
        }
        let (lifetime, spendable) = world.points(world.marko_id).await;
        assert_eq!((lifetime, spendable), (1500, 1500));
        assert_eq!(Rank::of(lifetime), Rank::Pomocnik);
    })
    .await;
}

#[tokio::test]
async fn a_course_that_asks_for_nothing_is_never_done() {
    in_every_world(|world| async move {
        let mut new = NewCourse::of("rust", 1);
        new.lessons[0].required = false;
        let course = world.course(new).await;
        let id = world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        assert_eq!(world.enrollment(id).await.status, EnrollmentStatus::Active);
        let (lena, _) = world.member("lena", entities::member::AccessRole::Member).await;
        assert_eq!(
            code(world.complete(&lena, course.lessons[0]).await),
            Code::NotEnrolled
        );
    })
    .await;
}
