//! Who reads what lessons teach.

use serde_json::{Value, json};
use testkit::{Person, Staff, TestApp};

const OUTLINE: &str =
    "{ organization(slug: \"alpha\") { course(slug: \"p1\") { chapters { title status isReleased
    lessons { title isReleased opensAt lockedReason content { textHtml } } } } } }";

async fn outline(person: &Person<'_>) -> Value {
    let seen = person.gql(OUTLINE, Value::Null).await;
    seen.at("/organization/course/chapters").clone()
}

#[tokio::test]
async fn a_locked_lesson_says_why_and_shows_no_content() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    staff
        .owner
        .mutate(
            "updateOrganization",
            json!({ "id": staff.organization, "isPublic": true }),
            "organization { id }",
        )
        .await
        .payload();
    let course = staff.course("P1").chapters(2).draft().await;
    let lessons = course.lessons();
    for lesson in [lessons[0], lessons[1]] {
        let input = json!({ "id": lesson, "isPreview": lesson == lessons[1],
                            "textHtml": "<p>Hi<script>alert(1)</script></p>" });
        staff
            .creator
            .mutate("updateLesson", input, "lesson { content { textHtml } }")
            .await
            .payload();
    }
    let document = "{ organization(slug: \"alpha\") { course(slug: \"p1\") { id } courses { totalCount } } }";
    for person in [&app.anonymous(), &staff.member] {
        let nothing = person.gql(document, Value::Null).await;
        assert_eq!(
            nothing.at("/organization"),
            &json!({ "course": null, "courses": { "totalCount": 0 } })
        );
    }
    staff
        .creator
        .mutate(
            "scheduleChapter",
            json!({ "id": course.chapters[1].id, "releaseAt": "2026-03-16T09:00:00Z" }),
            "chapter { status releaseAt isReleased }",
        )
        .await
        .payload();
    staff.publish(&course.id).await;

    let open = json!({ "textHtml": "<p>Hi</p>" });
    let locked = |reason: &str| json!({ "lockedReason": reason, "content": null });
    let expected = |first: Value, second: Value, released: bool| {
        let lesson = |title: &str, is_released: bool, opens: Value, state: Value| {
            let mut lesson = json!({ "title": title, "isReleased": is_released, "opensAt": opens });
            lesson
                .as_object_mut()
                .unwrap()
                .extend(state.as_object().unwrap().clone());
            lesson
        };
        let opens = if released {
            Value::Null
        } else {
            json!("2026-03-16T09:00:00Z")
        };
        json!([
            { "title": "Chapter 1", "status": "PUBLISHED", "isReleased": true,
              "lessons": [lesson("Lesson 1.1", true, Value::Null, first)] },
            { "title": "Chapter 2", "status": "SCHEDULED", "isReleased": released,
              "lessons": [lesson("Lesson 2.1", released, opens, second)] },
        ])
    };
    let readable = json!({ "lockedReason": null, "content": open });
    for person in [&app.anonymous(), &staff.member] {
        assert_eq!(
            outline(person).await,
            expected(locked("NOT_ENROLLED"), locked("NOT_RELEASED"), false)
        );
    }
    assert_eq!(
        outline(&staff.creator).await,
        expected(readable.clone(), readable.clone(), false)
    );
    let opens: chrono::DateTime<chrono::Utc> = "2026-03-16T09:00:00Z".parse().unwrap();
    app.clock.set(opens);
    for person in [&app.anonymous(), &staff.member] {
        assert_eq!(
            outline(person).await,
            expected(locked("NOT_ENROLLED"), readable.clone(), true)
        );
    }
}
