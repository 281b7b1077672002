//! What many requests ask for at the same moment happens once.

use crate::{
    course::{NewCourse, NewQuiz},
    world::{World, in_every_world},
};
use entities::{certificate, enrollment, event::EventAction, lesson_progress, point_entry, quiz_attempt};
use std::collections::HashSet;

/// Runs the same thing many times at once.
async fn at_once<T, F, Done>(times: usize, world: &World, work: F) -> Vec<T>
where
    F: Fn(World, usize) -> Done,
    Done: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let running: Vec<_> = (0..times)
        .map(|turn| tokio::spawn(work(world.clone(), turn)))
        .collect();
    let mut done = Vec::new();
    for task in running {
        done.push(task.await.unwrap());
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_grants_make_one_enrollment() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 1)).await;
        let ids = at_once(50, &world, |world, turn| {
            let course = course.clone();
            async move {
                // Half of them repeat one request, the others are requests of their own.
                let key = if turn % 2 == 0 {
                    "same".to_owned()
                } else {
                    format!("key {turn}")
                };
                world
                    .grant(&world.ana, &course, world.marko_id, &key)
                    .await
                    .unwrap()
                    .id
            }
        })
        .await;
        assert_eq!(ids.into_iter().collect::<HashSet<_>>().len(), 1);
        assert_eq!(world.all::<enrollment::Entity>().await.len(), 1);
        assert_eq!(world.happened(EventAction::MemberEnrolled).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_starts_are_one_attempt() {
    in_every_world(|world| async move {
        let course = world
            .course(NewCourse::of("rust", 1).quiz(NewQuiz::default()))
            .await;
        world.enrolled(&course).await;
        let quiz = course.quizzes[0].id;
        let ids = at_once(50, &world, |world, _| async move {
            world.start(&world.marko, quiz).await.unwrap().id
        })
        .await;
        assert_eq!(ids.into_iter().collect::<HashSet<_>>().len(), 1);
        assert_eq!(world.all::<quiz_attempt::Entity>().await.len(), 1);
        assert_eq!(world.happened(EventAction::QuizAttemptStarted).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_completions_are_one_completion() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 2)).await;
        let id = world.enrolled(&course).await;
        let lessons = course.lessons.clone();
        at_once(50, &world, |world, turn| {
            let lesson = lessons[turn % 2];
            async move { world.complete(&world.marko, lesson).await.unwrap() }
        })
        .await;
        assert_eq!(world.enrollment(id).await.completed_lessons, 2);
        assert_eq!(world.all::<lesson_progress::Entity>().await.len(), 2);
        assert_eq!(world.all::<certificate::Entity>().await.len(), 1);
        assert_eq!(world.all::<point_entry::Entity>().await.len(), 1);
        assert_eq!(world.points(world.marko_id).await, (300, 300));
        assert_eq!(world.happened(EventAction::CourseCompleted).await, 1);
        assert_eq!(world.happened(EventAction::LessonCompleted).await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn courses_completed_at_once_add_up() {
    in_every_world(|world| async move {
        let mut lessons = Vec::new();
        for slug in ["a", "b", "c", "d"] {
            let course = world.course(NewCourse::of(slug, 1)).await;
            world.enrolled(&course).await;
            lessons.push(course.lessons[0]);
        }
        at_once(20, &world, |world, turn| {
            let lesson = lessons[turn % 4];
            async move { world.complete(&world.marko, lesson).await.unwrap() }
        })
        .await;
        assert_eq!(world.points(world.marko_id).await, (1200, 1200));
        assert_eq!(world.all::<point_entry::Entity>().await.len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_attempt_is_handed_in_once() {
    in_every_world(|world| async move {
        let quiz = NewQuiz {
            seconds: Some(60),
            ..NewQuiz::default()
        };
        let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
        world.enrolled(&course).await;
        let quiz = course.quizzes[0].clone();
        let attempt = world.start(&world.marko, quiz.id).await.unwrap().id;
        world.save(&world.marko, attempt, quiz.answers(10)).await.unwrap();
        world.pass(chrono::Duration::minutes(5));
        at_once(20, &world, |world, turn| {
            let answers = quiz.answers(0);
            async move {
                if turn % 2 == 0 {
                    learning::attempt::finish_overdue_attempts(world.store())
                        .await
                        .unwrap();
                } else {
                    world.submit(&world.marko, attempt, answers).await.unwrap_err();
                }
            }
        })
        .await;
        assert_eq!(world.attempt(attempt).await.earned_points, Some(10));
        assert_eq!(world.points(world.marko_id).await, (100, 100));
        assert_eq!(world.happened(EventAction::QuizAttemptTimedOut).await, 1);
    })
    .await;
}
