//! What a taker reads never contains an answer before it is due.

use super::{answers, grant, start, submit, text};
use serde_json::{Value, json};
use testkit::{Course, Person, Staff, TestApp};

const RESULTS: &str = "query($id: ID!) { node(id: $id) { ... on QuizAttempt { status questions { position
    question { id prompt options { id text } } chosenOptionIds
    result { isCorrect earnedPoints correctOptionIds explanation } } } } }";

async fn results(person: &Person<'_>, attempt: &str) -> Vec<Value> {
    let answer = person.gql(RESULTS, json!({ "id": attempt })).await;
    let questions = answer.at("/node/questions").as_array().unwrap();
    questions
        .iter()
        .map(|question| question["result"].clone())
        .collect()
}

async fn taken(staff: &Staff<'_>, course: &Course, right: usize) -> String {
    let quiz = course.quiz.as_ref().unwrap();
    let attempt = text(&start(&staff.member, &quiz.id).await.payload()["quizAttempt"]["id"]);
    submit(&staff.member, &attempt, answers(&quiz.questions, right))
        .await
        .payload();
    attempt
}

#[tokio::test]
async fn answers_are_shown_when_there_is_nothing_left_to_win() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let rules = json!({ "maxAttempts": 2, "reveal": "WHEN_FINISHED" });
    let course = staff.course("Rust").quiz(4).quiz_rules(rules).publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let quiz = course.quiz.as_ref().unwrap();

    let first = taken(&staff, &course, 1).await;
    assert_eq!(results(&staff.member, &first).await, vec![Value::Null; 4]);
    // The author reads the results at once, the answers of others stay hidden from the learner.
    assert!(results(&staff.creator, &first).await.iter().all(Value::is_object));

    let second = text(&start(&staff.member, &quiz.id).await.payload()["quizAttempt"]["id"]);
    assert_eq!(results(&staff.member, &first).await, vec![Value::Null; 4]);
    assert_eq!(results(&staff.member, &second).await, vec![Value::Null; 4]);
    assert_eq!(results(&staff.creator, &second).await, vec![Value::Null; 4]);
    submit(&staff.member, &second, answers(&quiz.questions, 2))
        .await
        .payload();
    let shown = results(&staff.member, &second).await;
    assert_eq!(
        shown[0],
        json!({ "isCorrect": true, "earnedPoints": 1, "correctOptionIds": [quiz.questions[0].correct],
                "explanation": "Because of 1" })
    );
    assert_eq!(shown[3]["isCorrect"], json!(false));
    assert!(results(&staff.member, &first).await.iter().all(Value::is_object));
}

#[tokio::test]
async fn whoever_has_passed_is_told_and_nobody_else() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").quiz(4).publish().await;
    for member in [&staff.member_ids[1], &staff.member_ids[3]] {
        grant(&staff, &course, member).await;
    }
    let quiz = course.quiz.as_ref().unwrap();
    let passed = taken(&staff, &course, 4).await;
    assert!(results(&staff.member, &passed).await.iter().all(Value::is_object));
    assert_eq!(
        start(&staff.member, &quiz.id).await.refusals(),
        ["QUIZ_ALREADY_PASSED quizId"]
    );
    // HR follows all learners and learns the course as well, but has not passed.
    assert_eq!(results(&staff.hr, &passed).await, vec![Value::Null; 4]);
    let own = text(&start(&staff.hr, &quiz.id).await.payload()["quizAttempt"]["id"]);
    assert_eq!(results(&staff.hr, &own).await, vec![Value::Null; 4]);
}

#[tokio::test]
async fn a_quiz_that_never_tells_never_does() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let rules = json!({ "maxAttempts": 1, "reveal": "NEVER" });
    let course = staff.course("Rust").quiz(2).quiz_rules(rules).publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let attempt = taken(&staff, &course, 2).await;
    assert_eq!(results(&staff.member, &attempt).await, vec![Value::Null; 2]);
}

#[tokio::test]
async fn the_order_belongs_to_the_attempt() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let rules = json!({ "isShuffled": true, "reveal": "NEVER" });
    let course = staff.course("Rust").quiz(10).quiz_rules(rules).publish().await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let quiz = course.quiz.as_ref().unwrap();
    let order = |answer: &testkit::Answer| {
        let questions = answer.payload()["quizAttempt"]["questions"]
            .as_array()
            .unwrap()
            .clone();
        questions
            .iter()
            .map(|question| question["question"].clone())
            .collect::<Vec<_>>()
    };
    let first = start(&staff.member, &quiz.id).await;
    assert_eq!(order(&first), order(&start(&staff.member, &quiz.id).await));
    let attempt = text(&first.payload()["quizAttempt"]["id"]);
    submit(&staff.member, &attempt, json!([])).await.payload();
    let second = start(&staff.member, &quiz.id).await;
    assert_ne!(order(&first), order(&second));
}
