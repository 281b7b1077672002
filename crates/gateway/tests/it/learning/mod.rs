//! Learning through the API.

mod certificates;
pub(crate) mod points;
mod prerequisites;
mod ratings;
mod reports;
mod secrets;
mod story;
mod views;

use serde_json::{Value, json};
use testkit::{Answer, Course, Person, Question, Staff};

/// Gives a member a course; the id of the enrollment.
pub(crate) async fn grant(staff: &Staff<'_>, course: &Course, member: &str) -> String {
    grant_course(staff, &course.id, member).await
}

pub(crate) async fn grant_course(staff: &Staff<'_>, course: &str, member: &str) -> String {
    let granted = staff
        .owner
        .mutate(
            "grantCourseAccess",
            json!({
                "courseId": course, "memberId": member, "idempotencyKey": format!("{course}-{member}"),
            }),
            "enrollment { id }",
        )
        .await;
    text(&granted.payload()["enrollment"]["id"])
}

pub(crate) async fn complete(person: &Person<'_>, lesson: &str) -> Answer {
    person
        .mutate(
            "completeLesson",
            json!({ "lessonId": lesson }),
            "lessonProgress { id isCompleted enrollment { status progress { completedLessons requiredLessons percent }
                certificate { id code status credential } } }",
        )
        .await
}

pub(crate) async fn start(person: &Person<'_>, quiz: &str) -> Answer {
    person
        .mutate(
            "startQuizAttempt",
            json!({ "quizId": quiz }),
            "quizAttempt { id number status startedAt deadlineAt remainingSeconds
                questions { position question { id options { id text } } chosenOptionIds result { isCorrect } } }",
        )
        .await
}

/// Answers to the questions, of which the first so many are right.
pub(crate) fn answers(questions: &[Question], right: usize) -> Value {
    let all = questions.iter().enumerate();
    all.map(|(place, question)| {
        let option = if place < right {
            &question.correct
        } else {
            &question.wrong[0]
        };
        json!({ "questionId": question.id, "optionIds": [option] })
    })
    .collect()
}

pub(crate) async fn submit(person: &Person<'_>, attempt: &str, answers: Value) -> Answer {
    person
        .mutate(
            "submitQuizAttempt",
            json!({ "attemptId": attempt, "answers": answers }),
            "quizAttempt { id status percent isPassed earnedPoints totalPoints }",
        )
        .await
}

pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}
