//! Attempts against the clock: 20 minutes, and 30 seconds of grace.

use crate::{
    course::{Course, NewCourse, NewQuiz},
    world::{World, code, in_every_world},
};
use chrono::Duration;
use entities::{enrollment::EnrollmentStatus, event::EventAction, quiz_attempt::AttemptStatus};
use kernel::Code;
use learning::attempt::finish_overdue_attempts;

async fn timed(world: &World) -> Course {
    let quiz = NewQuiz {
        max: Some(3),
        seconds: Some(20 * 60),
        ..NewQuiz::default()
    };
    let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
    world.enrolled(&course).await;
    course
}

#[tokio::test]
async fn answers_are_taken_until_the_grace_is_over() {
    in_every_world(|world| async move {
        let quiz = &timed(&world).await.quizzes[0];
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        world.pass(Duration::minutes(10));
        assert_eq!(world.start(&world.marko, quiz.id).await.unwrap(), attempt);
        world.pass(Duration::minutes(10) + Duration::seconds(29));
        let done = world
            .submit(&world.marko, attempt.id, quiz.answers(8))
            .await
            .unwrap();
        assert_eq!(
            (done.status, done.is_passed),
            (AttemptStatus::Submitted, Some(true))
        );
    })
    .await;
}

#[tokio::test]
async fn what_comes_later_is_refused_and_what_was_saved_is_scored() {
    in_every_world(|world| async move {
        let quiz = &timed(&world).await.quizzes[0];
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        world
            .save(&world.marko, attempt.id, quiz.answers(7))
            .await
            .unwrap();
        world.pass(Duration::minutes(20) + Duration::seconds(31));
        for _ in 0..2 {
            let late = world.submit(&world.marko, attempt.id, quiz.answers(10)).await;
            assert_eq!(code(late), Code::TimeLimitExceeded);
            let late = world.save(&world.marko, attempt.id, quiz.answers(10)).await;
            assert_eq!(code(late), Code::TimeLimitExceeded);
        }
        let attempt = world.attempt(attempt.id).await;
        assert_eq!(
            (attempt.status, attempt.earned_points),
            (AttemptStatus::TimedOut, Some(7))
        );
        assert_eq!(attempt.is_passed, Some(false));
        assert_eq!(attempt.finished_at, Some("2026-03-14T08:20:30Z".parse().unwrap()));
        assert_eq!(world.happened(EventAction::QuizAttemptTimedOut).await, 1);
        assert_eq!(finish_overdue_attempts(world.store()).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_clock_hands_in_what_its_taker_left() {
    in_every_world(|world| async move {
        let course = timed(&world).await;
        let quiz = &course.quizzes[0];
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        world
            .save(&world.marko, attempt.id, quiz.answers(7))
            .await
            .unwrap();
        world.pass(Duration::minutes(20) + Duration::seconds(30) - Duration::microseconds(1));
        assert_eq!(finish_overdue_attempts(world.store()).await.unwrap(), 0);
        world.pass(Duration::microseconds(1));
        assert_eq!(finish_overdue_attempts(world.store()).await.unwrap(), 1);
        assert_eq!(finish_overdue_attempts(world.store()).await.unwrap(), 0);
        let attempt = world.attempt(attempt.id).await;
        assert_eq!(
            (attempt.status, attempt.earned_points),
            (AttemptStatus::TimedOut, Some(7))
        );
        let next = world.start(&world.marko, quiz.id).await.unwrap();
        assert_eq!(next.number, 2);
    })
    .await;
}

#[tokio::test]
async fn starting_again_hands_in_what_is_over() {
    in_every_world(|world| async move {
        let quiz = &timed(&world).await.quizzes[0];
        let first = world.start(&world.marko, quiz.id).await.unwrap();
        world.pass(Duration::minutes(21));
        let second = world.start(&world.marko, quiz.id).await.unwrap();
        assert_eq!(second.number, 2);
        let first = world.attempt(first.id).await;
        assert_eq!(
            (first.status, first.earned_points),
            (AttemptStatus::TimedOut, Some(0))
        );
    })
    .await;
}

#[tokio::test]
async fn the_clock_completes_a_course_that_was_passed() {
    in_every_world(|world| async move {
        let course = timed(&world).await;
        let quiz = &course.quizzes[0];
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        world
            .save(&world.marko, attempt.id, quiz.answers(9))
            .await
            .unwrap();
        world.pass(Duration::hours(1));
        assert_eq!(finish_overdue_attempts(world.store()).await.unwrap(), 1);
        let id = attempt.enrollment_id;
        let enrollment = world.enrollment(id).await;
        assert_eq!(enrollment.status, EnrollmentStatus::Completed);
        assert_eq!(
            enrollment.last_activity_at,
            Some("2026-03-14T08:00:00Z".parse().unwrap())
        );
        assert_eq!(world.points(world.marko_id).await, (400, 400));
        assert_eq!(world.happened(EventAction::CertificateIssued).await, 1);
    })
    .await;
}
