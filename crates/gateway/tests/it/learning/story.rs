//! A learner from the first lesson to the certificate, with the exact numbers.

use super::{answers, complete, grant, start, submit, text};
use chrono::Duration;
use serde_json::{Value, json};
use testkit::{Staff, TestApp};

const STANDING: &str = "{ viewer { enrollments(first: 5) { nodes {
    status progress { completedLessons requiredLessons percent } lastActivityAt
    attempts { number status percent isPassed finishedAt }
    member { points { lifetime spendable rank nextRankAt } }
    certificate { code status validThrough } } } } }";

#[tokio::test]
async fn from_the_first_lesson_to_the_certificate() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let rules = json!({ "maxAttempts": 3, "timeLimitSeconds": 1200, "isShuffled": true });
    let course = staff
        .course("Rust for Finance")
        .lessons_per_chapter(5)
        .quiz(10)
        .quiz_rules(rules)
        .publish()
        .await;
    let lessons = course.lessons();
    let video = json!({
        "id": lessons[2], "kind": "VIDEO", "videoUrl": "https://example.com/v.mp4", "videoSeconds": 600,
    });
    staff
        .creator
        .mutate("updateLesson", video, "lesson { id }")
        .await
        .payload();
    let marko = &staff.member;
    grant(&staff, &course, &staff.member_ids[3]).await;

    for lesson in &lessons[..3] {
        marko
            .mutate(
                "openLesson",
                json!({ "lessonId": lesson }),
                "lessonProgress { openedAt }",
            )
            .await
            .payload();
        complete(marko, lesson).await.payload();
    }
    let progress = complete(marko, lessons[2]).await;
    let progress = &progress.payload()["lessonProgress"]["enrollment"]["progress"];
    assert_eq!(
        progress,
        &json!({ "completedLessons": 3, "requiredLessons": 5, "percent": 60 })
    );

    let mut watched = Value::Null;
    for segments in [
        json!([{ "from": 0, "to": 400 }]),
        json!([{ "from": 300, "to": 600 }]),
        json!([{ "from": 0, "to": 400 }]),
    ] {
        let told = marko
            .mutate(
                "recordWatchedSegments",
                json!({ "lessonId": lessons[2], "segments": segments }),
                "lessonProgress { watchedSeconds watchedPercent watchedSegments { from to } }",
            )
            .await;
        watched = told.payload()["lessonProgress"].clone();
    }
    let all = json!({ "watchedSeconds": 600, "watchedPercent": "100.0", "watchedSegments": [{ "from": 0, "to": 600 }] });
    assert_eq!(watched, all);

    complete(marko, lessons[3]).await.payload();
    assert_eq!(complete(marko, lessons[4]).await.refusals(), ["QUIZ_NOT_PASSED"]);
    let quiz = course.quiz.as_ref().unwrap();
    let questions = &quiz.questions;

    let first = text(&start(marko, &quiz.id).await.payload()["quizAttempt"]["id"]);
    let failed = submit(marko, &first, answers(questions, 6)).await;
    assert_eq!(
        failed.payload()["quizAttempt"],
        json!({ "id": first, "status": "SUBMITTED", "percent": 60, "isPassed": false, "earnedPoints": 6, "totalPoints": 10 })
    );

    let second = start(marko, &quiz.id).await;
    let second = second.payload()["quizAttempt"].clone();
    assert_eq!(
        (&second["number"], &second["remainingSeconds"]),
        (&json!(2), &json!(1200))
    );
    let saved = json!({ "attemptId": second["id"], "answers": answers(questions, 7) });
    let saved = marko
        .mutate(
            "saveQuizAnswers",
            saved,
            "quizAttempt { status questions { question { id } chosenOptionIds } }",
        )
        .await;
    assert_eq!(saved.payload()["quizAttempt"]["status"], "IN_PROGRESS");
    app.clock.advance(Duration::minutes(10));
    let again = start(marko, &quiz.id).await;
    let again = &again.payload()["quizAttempt"];
    assert_eq!(
        (&again["id"], &again["deadlineAt"]),
        (&second["id"], &second["deadlineAt"])
    );
    assert_eq!(again["remainingSeconds"], json!(600));
    app.clock.advance(Duration::seconds(600 + 31));
    let late = submit(marko, second["id"].as_str().unwrap(), answers(questions, 10)).await;
    assert_eq!(late.refusals(), ["TIME_LIMIT_EXCEEDED attemptId"]);

    let third = text(&start(marko, &quiz.id).await.payload()["quizAttempt"]["id"]);
    let passed = submit(marko, &third, answers(questions, 9)).await;
    assert_eq!(passed.payload()["quizAttempt"]["isPassed"], json!(true));
    let fourth = start(marko, &quiz.id).await;
    assert_eq!(fourth.refusals(), ["MAX_ATTEMPTS_REACHED quizId"]);
    assert_eq!(fourth.params(), &json!({ "max": 3 }));

    let standing = marko.gql(STANDING, Value::Null).await;
    let standing = standing.at("/viewer/enrollments/nodes/0");
    assert_eq!(standing["status"], "COMPLETED");
    assert_eq!(
        standing["progress"],
        json!({ "completedLessons": 5, "requiredLessons": 5, "percent": 100 })
    );
    let attempts = standing["attempts"].as_array().unwrap();
    assert_eq!(attempts[1]["status"], "TIMED_OUT");
    assert_eq!(
        (&attempts[1]["percent"], &attempts[1]["isPassed"]),
        (&json!(70), &json!(false))
    );
    assert_eq!(attempts[2]["percent"], json!(90));
    assert_eq!(
        standing["member"]["points"],
        json!({ "lifetime": 400, "spendable": 400, "rank": "VAJENEC", "nextRankAt": 1500 })
    );
    assert_eq!(standing["certificate"]["status"], "VALID");
    let code = text(&standing["certificate"]["code"]);
    let verified = app
        .anonymous()
        .gql(
            "query($c: String!) { verifyCertificate(code: $c) { status holderName courseTitle organizationName } }",
            json!({ "c": code.to_lowercase() }),
        )
        .await;
    assert_eq!(
        verified.at("/verifyCertificate"),
        &json!({ "status": "VALID", "holderName": "member", "courseTitle": "Rust for Finance", "organizationName": "alpenglow" })
    );
}

#[tokio::test]
async fn access_is_given_once_and_can_be_tried_first() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    let input = |key: &str, dry: bool| json!({ "courseId": course.id, "memberId": staff.member_ids[3], "idempotencyKey": key, "dryRun": dry });
    let fields =
        "enrollment { id status source member { id } course { id } progress { requiredLessons percent }
        grantedBy { id } viewerActions }";
    let before = (app.count("event").await, app.count("idempotency_key").await);
    let tried = staff
        .hr
        .mutate("grantCourseAccess", input("k", true), fields)
        .await;
    let tried = tried.payload()["enrollment"].clone();
    assert_eq!(
        (&tried["status"], &tried["source"]),
        (&json!("ACTIVE"), &json!("GRANT"))
    );
    assert_eq!(tried["viewerActions"], json!(["SUSPEND", "CANCEL"]));
    assert_eq!(
        (app.count("event").await, app.count("idempotency_key").await),
        before
    );
    assert_eq!(app.count("enrollment").await, 0);

    let first = staff
        .hr
        .mutate("grantCourseAccess", input("k", false), fields)
        .await;
    let again = staff
        .hr
        .mutate("grantCourseAccess", input("k", false), fields)
        .await;
    assert_eq!(first.payload(), again.payload());
    assert_eq!(
        first.payload()["enrollment"]["grantedBy"]["id"],
        staff.employee_ids[1].as_str()
    );
    assert_eq!(app.count("enrollment").await, 1);
    let other = json!({ "courseId": course.id, "memberId": staff.member_ids[0], "idempotencyKey": "k" });
    let conflict = staff.hr.mutate("grantCourseAccess", other, fields).await;
    assert_eq!(conflict.refusals(), ["IDEMPOTENCY_CONFLICT idempotencyKey"]);
    let draft = staff.course("Draft").draft().await;
    let draft = json!({ "courseId": draft.id, "memberId": staff.member_ids[3], "idempotencyKey": "d" });
    let refused = staff.owner.mutate("grantCourseAccess", draft, fields).await;
    assert_eq!(refused.refusals(), ["COURSE_NOT_PUBLISHED courseId"]);
    assert_eq!(refused.params(), &json!({ "status": "DRAFT" }));
}

#[tokio::test]
async fn the_clock_hands_attempts_in() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff
        .course("Rust")
        .quiz(10)
        .quiz_rules(json!({ "timeLimitSeconds": 1200 }))
        .publish()
        .await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    let quiz = course.quiz.as_ref().unwrap();
    let attempt = text(&start(&staff.member, &quiz.id).await.payload()["quizAttempt"]["id"]);
    let saved = json!({ "attemptId": attempt, "answers": answers(&quiz.questions, 7) });
    staff
        .member
        .mutate("saveQuizAnswers", saved, "quizAttempt { id }")
        .await
        .payload();
    app.clock.advance(Duration::seconds(20 * 60 + 30));
    app.do_chores().await;
    let document = "query($id: ID!) { node(id: $id) { ... on QuizAttempt { status percent isPassed startedAt deadlineAt finishedAt } } }";
    let answer = staff.member.gql(document, json!({ "id": attempt })).await;
    let shown = answer.at("/node");
    assert_eq!(
        (&shown["status"], &shown["percent"]),
        (&json!("TIMED_OUT"), &json!(70))
    );
    let moment = |name: &str| {
        shown[name]
            .as_str()
            .unwrap()
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
    };
    assert_eq!(
        moment("finishedAt") - moment("startedAt"),
        Duration::seconds(20 * 60 + 30)
    );
}
