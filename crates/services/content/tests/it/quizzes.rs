//! Questions, their keys, and what may change once somebody has begun.

use crate::school::{School, a_question, act, begin_attempt, code, in_every_school, problem};
use content::{
    course::{publish_course, submit_course},
    quiz::{
        OptionInput, UpdateQuestion, UpdateQuiz, add_quiz_question, delete_quiz, move_quiz_question,
        remove_quiz_question, update_quiz, update_quiz_question,
    },
};
use entities::{
    quiz_key, quiz_option,
    quiz_question::{self, QuestionKind},
};
use kernel::{Code, Patch, QuizId, QuizQuestionId};
use sea_orm::{ColumnTrait, Order};
use serde_json::json;
use store::Failure;

/// Prompts in their order.
async fn prompts(school: &School, quiz: QuizId) -> Vec<(QuizQuestionId, i32)> {
    let scope = school.seen_by(&school.author).await;
    let rows = reads::questions_by_quiz(&scope, vec![quiz]).await.unwrap();
    rows.into_iter().map(|row| (row.id, row.position)).collect()
}

/// The options of a question with whether they are right.
async fn options(school: &School, question: QuizQuestionId) -> Vec<(quiz_option::Model, bool)> {
    let scope = school.seen_by(&school.author).await;
    let rows = scope
        .find::<quiz_option::Entity>()
        .filter(quiz_option::Column::QuestionId.eq(question))
        .order_by(quiz_option::Column::Position, Order::Asc)
        .all()
        .await
        .unwrap();
    let key = reads::keys_by_question(&scope, vec![question])
        .await
        .unwrap()
        .remove(0);
    let right = key.correct_option_ids.to_string();
    rows.into_iter()
        .map(|row| {
            let is_right = right.contains(&kernel::TypedId::uuid(row.id).to_string());
            (row, is_right)
        })
        .collect()
}

#[tokio::test]
async fn a_lesson_has_one_assessment_and_a_course_any_number() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let lesson = school.lesson(chapter.id, "a").await;
        let first = school.quiz(course.id, Some(&lesson)).await.unwrap();
        let events = school.events().await;
        let second = problem(school.quiz(course.id, Some(&lesson)).await);
        assert_eq!(
            (second.code, second.field, json!(second.params)),
            (
                Code::LessonAlreadyHasAssessment,
                vec!["lessonId"],
                json!({ "quizId": first.id.to_string() })
            )
        );
        assert_eq!(school.events().await, events);
        for _ in 0..2 {
            school.quiz(course.id, None).await.unwrap();
        }
        let other = school.course("Go").await;
        assert_eq!(code(school.quiz(other.id, Some(&lesson)).await), Code::NotFound);
        act!(school, school.author, |tx| delete_quiz(tx, first.id)).unwrap();
        school.quiz(course.id, Some(&lesson)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn each_kind_of_question_has_its_options() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let quiz = school.quiz(course.id, None).await.unwrap().id;
        for (kind, right) in [
            (QuestionKind::SingleChoice, &[true, true][..]),
            (QuestionKind::SingleChoice, &[true]),
            (QuestionKind::MultipleChoice, &[false, false]),
            (QuestionKind::TrueFalse, &[true, false, false]),
            (QuestionKind::MultipleChoice, &[true; 21]),
        ] {
            let refused = act!(school, school.author, |tx| add_quiz_question(tx, quiz, a_question(kind, right)));
            assert_eq!(code(refused), Code::InvalidOptions, "{kind:?} {right:?}");
        }
        let refused = act!(school, school.author, |tx| add_quiz_question(
            tx,
            quiz,
            a_question(QuestionKind::TrueFalse, &[])
        ));
        assert_eq!(
            json!(problem(refused).params),
            json!({ "kind": "TRUE_FALSE", "minOptions": 2, "maxOptions": 2, "minCorrect": 1, "maxCorrect": 1 })
        );
        let question = act!(school, school.author, |tx| add_quiz_question(
            tx,
            quiz,
            a_question(QuestionKind::MultipleChoice, &[true, false, true])
        ))
        .unwrap();
        let stored = options(&school, question.id).await;
        let right: Vec<_> = stored.iter().map(|(option, right)| (option.text.as_str(), *right)).collect();
        assert_eq!(right, [("Option 1", true), ("Option 2", false), ("Option 3", true)]);
        let log = school.log(question.id).await;
        assert!(!log[0].after.clone().unwrap().to_string().contains("orrect"));
    })
    .await;
}

#[tokio::test]
async fn options_are_kept_changed_added_and_removed_by_id() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let quiz = school.quiz(course.id, None).await.unwrap().id;
        let question = school.question(quiz).await.id;
        let before = options(&school, question).await;
        let (first, second) = (before[0].0.id, before[1].0.id);
        let change = |options: Vec<OptionInput>| UpdateQuestion {
            options: Patch::Set(options),
            ..UpdateQuestion::default()
        };
        let option = |id, text: &str, is_correct| OptionInput {
            id,
            text: text.to_owned(),
            is_correct,
        };
        let update = change(vec![
            option(None, "New", true),
            option(Some(second), "Second", false),
            option(Some(first), "Option 1", false),
        ]);
        let updated = act!(school, school.author, |tx| update_quiz_question(
            tx,
            question,
            update.clone()
        ))
        .unwrap();
        assert_eq!(updated.version, 2);
        let after = options(&school, question).await;
        let told: Vec<_> = after
            .iter()
            .map(|(row, right)| (row.text.as_str(), row.position, *right))
            .collect();
        assert_eq!(
            told,
            [("New", 1, true), ("Second", 2, false), ("Option 1", 3, false)]
        );
        assert_eq!((after[1].0.id, after[2].0.id), (second, first));

        let events = school.events().await;
        let foreign = before[2].0.id;
        for bad in [
            vec![option(Some(foreign), "x", true), option(None, "y", false)],
            vec![option(Some(first), "x", true), option(Some(first), "y", false)],
        ] {
            let update = change(bad);
            let refused = act!(school, school.author, |tx| update_quiz_question(
                tx,
                question,
                update.clone()
            ));
            assert_eq!(code(refused), Code::NotFound);
        }
        let same = UpdateQuestion {
            prompt: Patch::Set("Why?".to_owned()),
            explanation: Patch::Set("Because".to_owned()),
            ..UpdateQuestion::default()
        };
        act!(school, school.author, |tx| update_quiz_question(
            tx,
            question,
            same.clone()
        ))
        .unwrap();
        assert_eq!(school.events().await, events);
    })
    .await;
}

#[tokio::test]
async fn questions_keep_their_places_without_gaps() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let quiz = school.quiz(course.id, None).await.unwrap().id;
        let mut ids = Vec::new();
        for _ in 0..4 {
            ids.push(school.question(quiz).await.id);
        }
        let (first, second, third, fourth) = (ids[0], ids[1], ids[2], ids[3]);
        act!(school, school.author, |tx| move_quiz_question(tx, fourth, 1)).unwrap();
        act!(school, school.author, |tx| remove_quiz_question(tx, second)).unwrap();
        assert_eq!(
            prompts(&school, quiz).await,
            [(fourth, 1), (first, 2), (third, 3)]
        );
        let gone = act!(school, school.author, |tx| remove_quiz_question(tx, second));
        assert!(matches!(gone, Err(Failure::NotFound("id"))));
    })
    .await;
}

#[tokio::test]
async fn once_taken_a_quiz_stays_scorable_as_it_was() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let lesson = school.lesson(chapter.id, "a").await;
        let quiz = school.quiz(course.id, Some(&lesson)).await.unwrap().id;
        let question = school.question(quiz).await.id;
        school.question(quiz).await;
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        let (learner, member) = school.member("learner").await;
        let enrollment = school.enroll(&member, course.id).await;
        begin_attempt(&school, &learner, enrollment, quiz).await;
        let events = school.events().await;
        let before = options(&school, question).await;
        let with = |change: fn(&mut UpdateQuestion)| {
            let mut update = UpdateQuestion::default();
            change(&mut update);
            update
        };
        let mut rekeyed: Vec<_> = before
            .iter()
            .map(|(row, right)| OptionInput {
                id: Some(row.id),
                text: row.text.clone(),
                is_correct: *right,
            })
            .collect();
        let texts = UpdateQuestion {
            prompt: Patch::Set("Why, though?".to_owned()),
            options: Patch::Set(
                rekeyed
                    .iter()
                    .cloned()
                    .map(|option| OptionInput {
                        text: format!("{}!", option.text),
                        ..option
                    })
                    .collect(),
            ),
            explanation: Patch::Clear,
            ..UpdateQuestion::default()
        };
        let fewer = UpdateQuestion {
            options: Patch::Set(rekeyed[..2].to_vec()),
            ..UpdateQuestion::default()
        };
        rekeyed[0].is_correct = false;
        rekeyed[1].is_correct = true;
        let rekeyed = UpdateQuestion {
            options: Patch::Set(rekeyed),
            ..UpdateQuestion::default()
        };
        for update in [
            rekeyed,
            fewer,
            with(|update| update.points = Patch::Set(2)),
            with(|update| update.kind = Patch::Set(QuestionKind::MultipleChoice)),
        ] {
            let refused = act!(school, school.author, |tx| update_quiz_question(
                tx,
                question,
                update.clone()
            ));
            let refused = problem(refused);
            assert_eq!(
                (refused.code, &refused.params["attempts"]),
                (Code::QuizHasAttempts, &json!(1))
            );
        }
        for outcome in [
            act!(school, school.author, |tx| remove_quiz_question(tx, question)).map(|_| ()),
            act!(school, school.author, |tx| delete_quiz(tx, quiz)).map(|_| ()),
            act!(school, school.author, |tx| add_quiz_question(
                tx,
                quiz,
                a_question(QuestionKind::TrueFalse, &[true, false])
            ))
            .map(|_| ()),
        ] {
            assert_eq!(code(outcome), Code::QuizHasAttempts);
        }
        assert_eq!(
            (school.events().await, options(&school, question).await),
            (events, before.clone())
        );

        act!(school, school.author, |tx| update_quiz_question(
            tx,
            question,
            texts.clone()
        ))
        .unwrap();
        act!(school, school.author, |tx| move_quiz_question(tx, question, 2)).unwrap();
        let after = options(&school, question).await;
        for ((old, was_right), (new, is_right)) in before.iter().zip(&after) {
            assert_eq!(
                (old.id, was_right, format!("{}!", old.text)),
                (new.id, is_right, new.text.clone())
            );
        }
        let rules = UpdateQuiz {
            passing_percent: Patch::Set(70),
            max_attempts: Patch::Clear,
            ..UpdateQuiz::default()
        };
        let updated = act!(school, school.author, |tx| update_quiz(tx, quiz, rules.clone())).unwrap();
        assert_eq!((updated.passing_percent, updated.max_attempts), (70, None));
    })
    .await;
}

#[tokio::test]
async fn keys_are_for_authors_alone() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "1").await;
        let lesson = school.lesson(chapter.id, "a").await;
        let quiz = school.quiz(course.id, Some(&lesson)).await.unwrap().id;
        school.question(quiz).await;
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        let (learner, member) = school.member("learner").await;
        school.enroll(&member, course.id).await;
        for (actor, questions, keys) in [
            (&school.author, 1, 1),
            (&school.owner, 1, 1),
            (&learner, 1, 0),
            (&school.colleague, 0, 0),
        ] {
            let scope = school.seen_by(actor).await;
            assert_eq!(
                scope.find::<quiz_question::Entity>().count().await.unwrap(),
                questions
            );
            assert_eq!(scope.find::<quiz_key::Entity>().count().await.unwrap(), keys);
        }
    })
    .await;
}
