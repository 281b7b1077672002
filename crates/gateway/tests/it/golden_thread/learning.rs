//! Opening early, learning against the clock, and what anybody can verify of it.

use super::Thread;
use chrono::Duration;
use serde_json::{Value, json};

/// Step 23: with 1180 points, the second chapter opens for 20, once for two who ask at once.
pub(super) async fn unlock(thread: &Thread<'_>) {
    let (staff, marko) = (&thread.staff, &thread.staff.member);
    let points = json!({ "memberId": staff.member_ids[3], "points": 1180, "note": "From before", "idempotencyKey": "P1" });
    staff
        .owner
        .mutate("grantPoints", points, "member { id }")
        .await
        .payload();
    let lesson = thread.course.lessons()[3];
    let early = marko
        .mutate(
            "openLesson",
            json!({ "lessonId": lesson }),
            "lessonProgress { id }",
        )
        .await;
    assert_eq!(early.refusals(), ["CONTENT_NOT_RELEASED"]);
    let seen = marko
        .gql(
            "query($id: ID!) { node(id: $id) { ... on Lesson { content { updatedAt } chapter { id } } } }",
            json!({ "id": lesson }),
        )
        .await;
    assert!(seen.at("/node/content").is_null());
    let input = json!({ "chapterId": seen.at("/node/chapter/id"), "idempotencyKey": "U1" });
    let fields = "earlyUnlock { id pointsSpent member { points { lifetime spendable } } }";
    let once = || marko.mutate("unlockChapterEarly", input.clone(), fields);
    let (first, second) = futures::join!(once(), once());
    assert_eq!(first.payload()["earlyUnlock"], second.payload()["earlyUnlock"]);
    assert_eq!(first.payload()["earlyUnlock"]["pointsSpent"], 20);
    assert_eq!(
        first.payload()["earlyUnlock"]["member"]["points"],
        json!({ "lifetime": 1180, "spendable": 1160 })
    );
    for happened in ["POINTS_EARNED", "POINTS_SPENT", "EARLY_UNLOCKED"] {
        assert_eq!(thread.happened(happened).await, 1, "{happened}");
    }
}

/// Steps 24, 25 and 27: three of five lessons, the quiz against the clock, the certificate.
pub(super) async fn learn(thread: &Thread<'_>) {
    let (app, marko) = (thread.app, &thread.staff.member);
    let lessons = thread.course.lessons();
    let complete = async |lesson: &str| {
        let fields =
            "lessonProgress { enrollment { progress { completedLessons requiredLessons percent } } }";
        marko
            .mutate("completeLesson", json!({ "lessonId": lesson }), fields)
            .await
    };
    let mut progress = Value::Null;
    for lesson in &lessons[..3] {
        progress = complete(lesson).await.payload()["lessonProgress"]["enrollment"]["progress"].clone();
    }
    assert_eq!(
        progress,
        json!({ "completedLessons": 3, "requiredLessons": 5, "percent": 60 })
    );
    for (from, to, seconds, percent) in [
        (0, 400, 400, "66.6"),
        (300, 600, 600, "100.0"),
        (0, 400, 600, "100.0"),
    ] {
        let watched = json!({ "lessonId": lessons[2], "segments": [{ "from": from, "to": to }] });
        let watched = marko
            .mutate(
                "recordWatchedSegments",
                watched,
                "lessonProgress { watchedSeconds watchedPercent }",
            )
            .await;
        let expected = json!({ "watchedSeconds": seconds, "watchedPercent": percent });
        assert_eq!(watched.payload()["lessonProgress"], expected);
    }
    complete(lessons[3]).await.payload();

    let quiz = thread.course.quiz.as_ref().unwrap();
    let answers = |right: usize| -> Vec<Value> {
        let questions = quiz.questions.iter().enumerate();
        questions
            .map(|(number, question)| {
                let chosen = if number < right {
                    &question.correct
                } else {
                    &question.wrong[0]
                };
                json!({ "questionId": question.id, "optionIds": [chosen] })
            })
            .collect()
    };
    let start = async || {
        marko
            .mutate(
                "startQuizAttempt",
                json!({ "quizId": quiz.id }),
                "quizAttempt { id }",
            )
            .await
    };
    let submit = async |attempt: &Value, right: usize| {
        let input = json!({ "attemptId": attempt, "answers": answers(right) });
        marko
            .mutate(
                "submitQuizAttempt",
                input,
                "quizAttempt { status percent isPassed }",
            )
            .await
    };
    let first = start().await.payload()["quizAttempt"]["id"].clone();
    let failed = submit(&first, 6).await;
    assert_eq!(
        failed.payload()["quizAttempt"],
        json!({ "status": "SUBMITTED", "percent": 60, "isPassed": false })
    );
    let second = start().await.payload()["quizAttempt"]["id"].clone();
    let saved = json!({ "attemptId": second, "answers": answers(7) });
    marko
        .mutate("saveQuizAnswers", saved, "quizAttempt { status }")
        .await
        .payload();
    app.clock.advance(Duration::seconds(1200 + 31));
    app.do_chores().await;
    let third = start().await.payload()["quizAttempt"]["id"].clone();
    let passed = submit(&third, 9).await;
    assert_eq!(
        passed.payload()["quizAttempt"],
        json!({ "status": "SUBMITTED", "percent": 90, "isPassed": true })
    );
    let fourth = start().await;
    assert_eq!(fourth.refusals(), ["MAX_ATTEMPTS_REACHED quizId"]);
    assert_eq!(fourth.params()["max"], 3);
    let scored = ["earnedPoints", "totalPoints", "isPassed"];
    let scores = |earned: i32, is_passed: bool| json!({ "earnedPoints": earned, "totalPoints": 10, "isPassed": is_passed });
    assert_eq!(
        thread.told("QUIZ_ATTEMPT_TIMED_OUT", &scored).await,
        [scores(7, false)]
    );
    assert_eq!(
        thread.told("QUIZ_ATTEMPT_SUBMITTED", &scored).await,
        [scores(9, true), scores(6, false)]
    );
    let earned = thread
        .told("POINTS_EARNED", &["amount", "lifetime", "spendable"])
        .await;
    let points = |amount: i32, lifetime: i32| json!({ "amount": amount, "lifetime": lifetime, "spendable": lifetime - if amount == 1180 { 0 } else { 20 } });
    assert_eq!(earned, [points(300, 1580), points(100, 1280), points(1180, 1180)]);

    let mine = marko
        .gql(
            "{ viewer { enrollments(first: 5) { nodes { status attempts { status percent } certificate { code }
                member { points { lifetime spendable rank } } } } } }",
            Value::Null,
        )
        .await;
    let mine = mine.at("/viewer/enrollments/nodes/0").clone();
    assert_eq!(mine["status"], "COMPLETED");
    assert_eq!(
        mine["attempts"][1],
        json!({ "status": "TIMED_OUT", "percent": 70 })
    );
    assert_eq!(
        mine["member"]["points"],
        json!({ "lifetime": 1580, "spendable": 1560, "rank": "POMOCNIK" })
    );
    certificate(thread, mine["certificate"]["code"].as_str().unwrap()).await;
    for happened in ["COURSE_COMPLETED", "CERTIFICATE_ISSUED"] {
        assert_eq!(thread.happened(happened).await, 1, "{happened}");
    }
}

/// Anybody verifies it: through the API, on a page, as a document, and as a credential that nobody can alter.
async fn certificate(thread: &Thread<'_>, code: &str) {
    let verified = thread
        .app
        .anonymous()
        .gql(
            "query($c: String!) { verifyCertificate(code: $c) { status courseTitle } }",
            json!({ "c": code }),
        )
        .await;
    assert_eq!(
        verified.at("/verifyCertificate"),
        &json!({ "status": "VALID", "courseTitle": "Rust for Finance" })
    );
    let get = async |path: String| {
        let request = axum::http::Request::get(path)
            .body(axum::body::Body::empty())
            .unwrap();
        thread.app.send(request).await
    };
    let credential = get(format!("/certificates/{code}.json")).await.body.to_string();
    for (presented, status) in [
        (credential.clone(), "VALID"),
        (
            credential.replace("Rust for Finance", "Rust for Flight"),
            "INVALID_SIGNATURE",
        ),
    ] {
        let document = "query($c: String!) { verifyCredential(credential: $c) { status } }";
        let verified = thread
            .app
            .anonymous()
            .gql(document, json!({ "c": presented }))
            .await;
        assert_eq!(verified.text("/verifyCredential/status"), status);
    }
    let page = get(format!("/certificates/{code}")).await;
    assert_eq!(page.status.as_u16(), 200);
    let html = page.body.as_str().unwrap();
    assert!(
        html.contains("Valid certificate") && html.contains("Rust for Finance"),
        "{html}"
    );
    let document = get(format!("/certificates/{code}.pdf")).await;
    assert_eq!(
        (document.status.as_u16(), &document.headers["content-type"]),
        (200, &"application/pdf".parse().unwrap())
    );
    assert!(document.body.as_str().unwrap().starts_with("%PDF-1.7"));
    for (path, status) in [
        ("/certificates/AAAAA-AAAAA-AAAAA-AAAAA", 404),
        ("/certificates/%3Cscript%3E", 404),
        ("/certificates/x.pdf", 404),
    ] {
        assert_eq!(get(path.to_owned()).await.status.as_u16(), status, "{path}");
    }
}
