//! Who reads what lessons teach.

use crate::learning::{complete, grant};
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

/// The chapters of a course are read together with their lessons. They are what the chapters and the lessons are by themselves.
#[tokio::test]
async fn an_outline_is_what_its_parts_are() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = staff
        .course("P1")
        .chapters(3)
        .lessons_per_chapter(3)
        .publish()
        .await;
    let other = staff.course("P2").chapters(2).publish().await;
    for course in [&course, &other] {
        grant(&staff, course, &staff.member_ids[3]).await;
    }
    let lessons = course.lessons();
    for lesson in [lessons[1], lessons[3]] {
        complete(&staff.member, lesson).await.payload();
    }
    // Places that are not in the order in which things were made; an empty chapter and a draft in a published one.
    let change = async |mutation: &str, input: Value, of: &str| {
        let of = format!("{of} {{ id }}");
        staff.creator.mutate(mutation, input, &of).await.payload().clone()
    };
    change(
        "moveChapter",
        json!({ "id": course.chapters[2].id, "position": 1 }),
        "chapter",
    )
    .await;
    change("moveLesson", json!({ "id": lessons[2], "position": 1 }), "lesson").await;
    let empty = json!({ "courseId": course.id, "title": "Empty" });
    let empty = change("createChapter", empty, "chapter").await["chapter"]["id"].clone();
    change("publishChapter", json!({ "id": empty }), "chapter").await;
    let draft = json!({ "chapterId": course.chapters[0].id, "title": "Draft", "kind": "TEXT" });
    change("createLesson", draft, "lesson").await;

    let lesson = "{ title position viewerProgress { isCompleted } }";
    let whole = format!(
        "{{ organization(slug: \"alpha\") {{ courses(first: 5) {{ nodes {{
            id plain: chapters {{ id title }} bare: chapters {{ title lessons {{ title }} }}
            whole: chapters {{ title lessons {lesson} again: lessons {lesson} }} }} }} }} }}"
    );
    let part =
        format!("query($id: ID!) {{ node(id: $id) {{ ... on Chapter {{ title lessons {lesson} }} }} }}");
    for (person, drafts, completed) in [(&staff.creator, 1, 0), (&staff.member, 0, 2), (&staff.hr, 0, 0)] {
        let answer = person.gql(&whole, Value::Null).await;
        let (mut titles, mut done) = (Vec::new(), 0);
        for read in answer.at("/organization/courses/nodes").as_array().unwrap() {
            let chapters = |key: &str| read[key].as_array().unwrap();
            let parts = chapters("plain")
                .iter()
                .zip(chapters("bare"))
                .zip(chapters("whole"));
            assert_eq!(chapters("whole").len(), chapters("plain").len());
            for ((plain, bare), whole) in parts {
                let alone = person.gql(&part, json!({ "id": plain["id"] })).await;
                let alone = alone.at("/node");
                assert_eq!(whole["title"], alone["title"]);
                for key in ["lessons", "again"] {
                    assert_eq!(whole[key], alone["lessons"]);
                }
                let all = |chapter: &Value| chapter["lessons"].as_array().unwrap().clone();
                let (bare, whole) = (all(bare), all(whole));
                assert_eq!(bare.len(), whole.len());
                for (bare, whole) in bare.iter().zip(whole) {
                    assert_eq!(bare["title"], whole["title"]);
                    done += usize::from(whole["viewerProgress"]["isCompleted"] == true);
                    titles.push(whole["title"].as_str().unwrap().to_owned());
                }
            }
        }
        assert_eq!((titles.len(), done), (11 + drafts, completed), "{titles:?}");
        for pair in [["Lesson 3.3", "Lesson 1.3"], ["Lesson 1.3", "Lesson 1.1"]] {
            assert!(titles.windows(2).any(|next| next == pair), "{titles:?}");
        }
    }
}
