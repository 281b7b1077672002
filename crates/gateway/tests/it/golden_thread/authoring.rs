//! Before anything is sold: the tax, the course, what it asks for, and a gift card.

use super::told;
use serde_json::{Value, json};
use testkit::{Course, Staff};

/// Step 3: a rate is a version with the name of whoever made it, and not everybody makes one.
pub(super) async fn tax_rate(staff: &Staff<'_>) {
    let rate = json!({ "organizationId": staff.organization, "jurisdiction": "SI", "name": "VAT", "percent": "22",
        "validFrom": "2026-01-01T00:00:00Z" });
    let denied = staff
        .member
        .mutate("createTaxRate", rate.clone(), "taxRate { id }")
        .await;
    assert_eq!(denied.error_code(), "FORBIDDEN");
    let made = staff
        .owner
        .mutate(
            "createTaxRate",
            rate,
            "taxRate { version percent byEmployee { id } }",
        )
        .await;
    assert_eq!(
        made.payload()["taxRate"],
        json!({ "version": 1, "percent": "22", "byEmployee": { "id": staff.employee_ids[0] } })
    );
    assert_eq!(
        told(staff, "TAX_RATE_CREATED", &["percent", "jurisdiction"]).await,
        [json!({ "percent": "22", "jurisdiction": "SI" })]
    );
}

/// Step 9: five lessons, one with a video and one with a quiz, and no second assessment on the same lesson.
pub(super) async fn write(staff: &Staff<'_>) -> Course {
    let course = staff
        .course("Rust for Finance")
        .lessons_per_chapter(5)
        .quiz(10)
        .quiz_rules(json!({ "maxAttempts": 3, "timeLimitSeconds": 1200, "isShuffled": true }))
        .draft()
        .await;
    let creator = &staff.creator;
    let lessons = course.lessons();
    let video = json!({ "id": lessons[2], "kind": "MIXED", "videoUrl": "https://video.example/1", "videoSeconds": 600 });
    creator
        .mutate("updateLesson", video, "lesson { id }")
        .await
        .payload();
    let second = json!({ "courseId": course.id, "lessonId": lessons[4], "title": "Another" });
    let second = creator.mutate("createQuiz", second, "quiz { id }").await;
    assert_eq!(second.refusals(), ["LESSON_ALREADY_HAS_ASSESSMENT lessonId"]);
    assert_eq!(
        second.params(),
        &json!({ "quizId": course.quiz.as_ref().unwrap().id })
    );
    let seen = "query($id: ID!) { node(id: $id) { ... on Course { status requiredLessonCount } } }";
    let seen = creator.gql(seen, json!({ "id": course.id })).await;
    assert_eq!(
        seen.at("/node"),
        &json!({ "status": "DRAFT", "requiredLessonCount": 5 })
    );
    staff.publish(&course.id).await;
    for (happened, times) in [
        ("LESSON_CREATED", 5),
        ("QUIZ_QUESTION_ADDED", 10),
        ("COURSE_PUBLISHED", 1),
    ] {
        assert_eq!(told(staff, happened, &[]).await.len(), times, "{happened}");
    }
    course
}

/// Step 10: what asks for what has no end in itself, and the refusal names the way around.
pub(super) async fn prerequisites(staff: &Staff<'_>) {
    let mut courses = Vec::new();
    for title in ["A", "B", "C"] {
        courses.push(staff.course(title).draft().await.id);
    }
    let ask = async |course: usize, first: usize| {
        let input = json!({ "courseId": courses[course], "prerequisiteCourseId": courses[first] });
        staff
            .creator
            .mutate(
                "addCoursePrerequisite",
                input,
                "course { prerequisites { title } }",
            )
            .await
    };
    for (course, first, title) in [(0, 1, "B"), (1, 2, "C")] {
        let asked = ask(course, first).await;
        assert_eq!(
            asked.payload()["course"]["prerequisites"],
            json!([{ "title": title }])
        );
    }
    let cycle = ask(2, 0).await;
    assert_eq!(cycle.refusals(), ["PREREQUISITE_CYCLE prerequisiteCourseId"]);
    assert_eq!(cycle.params()["path"], json!(["A", "B", "C", "A"]));
    assert_eq!(told(staff, "COURSE_PREREQUISITE_ADDED", &[]).await.len(), 2);
}

/// Step 16: a gift card is owed from the moment it is issued, and not everybody issues one.
pub(super) async fn gift_card(staff: &Staff<'_>) -> String {
    let card = json!({ "organizationId": staff.organization, "kind": "PROMOTIONAL", "idempotencyKey": "G1",
        "amount": { "amount": "50.00", "currency": "EUR" } });
    let denied = staff
        .member
        .mutate("issueGiftCard", card.clone(), "giftCard { id }")
        .await;
    assert_eq!(denied.error_code(), "FORBIDDEN");
    let issued = staff
        .owner
        .mutate("issueGiftCard", card, "giftCard { balance { amount } } code")
        .await;
    assert_eq!(issued.payload()["giftCard"]["balance"]["amount"], "50.00");
    let books = "{ organization(slug: \"alpenglow\") { trialBalance { currency lines {
        account { code } debit { amount } credit { amount } } } } }";
    let books = staff.owner.gql(books, Value::Null).await;
    let mut lines: Vec<Value> = books
        .at("/organization/trialBalance/0/lines")
        .as_array()
        .unwrap()
        .clone();
    lines.retain(|line| line["debit"]["amount"] != line["credit"]["amount"]);
    lines.sort_by_key(|line| line["account"]["code"].to_string());
    assert_eq!(
        lines,
        [
            json!({ "account": { "code": "GIFT_CARDS" }, "debit": null, "credit": { "amount": "50.00" } }),
            json!({ "account": { "code": "PROMOTION" }, "debit": { "amount": "50.00" }, "credit": null }),
        ]
    );
    assert_eq!(
        told(staff, "GIFT_CARD_ISSUED", &["amount", "currency", "kind"]).await,
        [json!({ "amount": "50.00", "currency": "EUR", "kind": "PROMOTIONAL" })]
    );
    issued.payload()["code"].as_str().unwrap().to_owned()
}
