//! Taking quizzes: attempts, answers, scores.

use crate::{
    course::{NewCourse, NewQuiz},
    world::{code, in_every_world, problem},
};
use entities::{
    event::EventAction, member::AccessRole, point_entry, quiz::AnswerReveal, quiz_answer,
    quiz_attempt::AttemptStatus, quiz_question::QuestionKind,
};
use kernel::Code;
use learning::attempt::Answer;
use serde_json::json;
use store::Failure;

#[tokio::test]
async fn three_attempts_and_no_more() {
    in_every_world(|world| async move {
        let quiz = NewQuiz {
            max: Some(3),
            ..NewQuiz::default()
        };
        let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
        world.enrolled(&course).await;
        let quiz = &course.quizzes[0];
        for (number, right, passed) in [(1, 6, false), (2, 7, false), (3, 9, true)] {
            let attempt = world.start(&world.marko, quiz.id).await.unwrap();
            assert_eq!(
                (attempt.number, attempt.status),
                (number, AttemptStatus::InProgress)
            );
            let again = world.start(&world.marko, quiz.id).await.unwrap();
            assert_eq!(again, attempt);
            let done = world
                .submit(&world.marko, attempt.id, quiz.answers(right))
                .await
                .unwrap();
            assert_eq!(done.status, AttemptStatus::Submitted);
            assert_eq!(
                (done.earned_points, done.is_passed),
                (Some(i32::try_from(right).unwrap()), Some(passed))
            );
        }
        assert_eq!(world.points(world.marko_id).await, (100, 100));
        let before = world.census().await;
        let refused = problem(world.start(&world.marko, quiz.id).await);
        assert_eq!(
            (refused.code, refused.params.get("max")),
            (Code::MaxAttemptsReached, Some(&json!(3)))
        );
        assert_eq!(world.census().await, before);
        assert_eq!(world.happened(EventAction::QuizAttemptStarted).await, 3);
    })
    .await;
}

#[tokio::test]
async fn excellence_counts_once_per_quiz() {
    in_every_world(|world| async move {
        let quiz = NewQuiz {
            required: false,
            ..NewQuiz::default()
        };
        let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
        world.enrolled(&course).await;
        let quiz = &course.quizzes[0];
        for _ in 0..2 {
            let attempt = world.start(&world.marko, quiz.id).await.unwrap();
            world
                .submit(&world.marko, attempt.id, quiz.answers(10))
                .await
                .unwrap();
        }
        assert_eq!(world.points(world.marko_id).await, (100, 100));
        assert_eq!(world.all::<point_entry::Entity>().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_was_told_the_answers_does_not_try_again() {
    in_every_world(|world| async move {
        let quiz = NewQuiz {
            reveal: AnswerReveal::WhenFinished,
            ..NewQuiz::default()
        };
        let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
        world.enrolled(&course).await;
        let quiz = &course.quizzes[0];
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        world
            .submit(&world.marko, attempt.id, quiz.answers(8))
            .await
            .unwrap();
        assert_eq!(
            code(world.start(&world.marko, quiz.id).await),
            Code::QuizAlreadyPassed
        );
    })
    .await;
}

#[tokio::test]
async fn answers_are_saved_changed_and_taken_back() {
    in_every_world(|world| async move {
        let quiz = NewQuiz {
            kind: QuestionKind::MultipleChoice,
            questions: 2,
            ..NewQuiz::default()
        };
        let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
        world.enrolled(&course).await;
        let quiz = &course.quizzes[0];
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        world
            .save(&world.marko, attempt.id, quiz.answers(0))
            .await
            .unwrap();
        let first = Answer {
            question: quiz.questions[0].id,
            options: quiz.questions[0].right.iter().rev().copied().collect(),
        };
        let back = Answer {
            question: quiz.questions[1].id,
            options: Vec::new(),
        };
        world
            .save(&world.marko, attempt.id, vec![first, back])
            .await
            .unwrap();
        assert_eq!(world.all::<quiz_answer::Entity>().await.len(), 2);
        let done = world.submit(&world.marko, attempt.id, Vec::new()).await.unwrap();
        assert_eq!(
            (done.earned_points, done.total_points, done.is_passed),
            (Some(1), Some(2), Some(false))
        );
        let refused = problem(world.save(&world.marko, attempt.id, quiz.answers(2)).await);
        assert_eq!(
            (refused.code, refused.params.get("status")),
            (Code::AttemptFinished, Some(&json!("SUBMITTED")))
        );
    })
    .await;
}

#[tokio::test]
async fn impossible_answers_are_refused_together() {
    in_every_world(|world| async move {
        let new = NewCourse::of("rust", 1)
            .quiz(NewQuiz::default())
            .quiz(NewQuiz::default());
        let course = world.course(new).await;
        world.enrolled(&course).await;
        let [mine, other] = course.quizzes.as_slice() else {
            panic!("two quizzes")
        };
        let attempt = world.start(&world.marko, mine.id).await.unwrap();
        let before = world.census().await;
        let answers = vec![
            Answer {
                question: other.questions[0].id,
                options: Vec::new(),
            },
            Answer {
                question: mine.questions[0].id,
                options: vec![other.questions[0].options[0]],
            },
            Answer {
                question: mine.questions[1].id,
                options: mine.questions[1].options.clone(),
            },
        ];
        let Err(Failure::Refused(problems)) = world.save(&world.marko, attempt.id, answers).await else {
            panic!("refused")
        };
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::NotFound, Code::NotFound, Code::OneOptionOnly]);
        assert_eq!(
            problems[2].params["question"],
            json!(mine.questions[1].id.to_string())
        );
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn nobody_answers_for_somebody_else() {
    in_every_world(|world| async move {
        let course = world
            .course(NewCourse::of("rust", 1).quiz(NewQuiz::default()))
            .await;
        world.enrolled(&course).await;
        let quiz = &course.quizzes[0];
        let attempt = world.start(&world.marko, quiz.id).await.unwrap();
        let (lena, lena_id) = world.member("lena", AccessRole::Member).await;
        world.grant(&world.ana, &course, lena_id, "lena").await.unwrap();
        let before = world.census().await;
        let hidden = world.submit(&lena, attempt.id, quiz.answers(10)).await;
        assert!(matches!(hidden, Err(Failure::NotFound("attemptId"))));
        let seen = world.submit(&world.ana, attempt.id, quiz.answers(10)).await;
        assert!(matches!(seen, Err(Failure::Forbidden("enrollment.learn"))));
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_quiz_without_questions_cannot_be_taken() {
    in_every_world(|world| async move {
        let quiz = NewQuiz {
            questions: 0,
            ..NewQuiz::default()
        };
        let course = world.course(NewCourse::of("rust", 1).quiz(quiz)).await;
        world.enrolled(&course).await;
        assert_eq!(
            code(world.start(&world.marko, course.quizzes[0].id).await),
            Code::QuizEmpty
        );
    })
    .await;
}
