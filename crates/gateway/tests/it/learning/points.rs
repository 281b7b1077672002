//! Points: given by hand, spent to open content before its date, and all of it on record.

use super::{complete, grant, text};
use chrono::Duration;
use serde_json::{Value, json};
use testkit::{Course, Person, Staff, TestApp};

/// Has a chapter or lesson open at a date, or before it for points.
pub(crate) async fn sell_early(staff: &Staff<'_>, part: &str, id: &str, points: i32, release_at: &str) {
    let name = part.to_lowercase();
    for (mutation, input) in [
        (
            format!("update{part}"),
            json!({ "id": id, "earlyUnlockPoints": points }),
        ),
        (
            format!("schedule{part}"),
            json!({ "id": id, "releaseAt": release_at }),
        ),
    ] {
        staff
            .creator
            .mutate(&mutation, input, &format!("{name} {{ id earlyUnlockPoints }}"))
            .await
            .payload();
    }
}

async fn give(staff: &Staff<'_>, member: &str, points: i32, key: &str) -> testkit::Answer {
    let input = json!({ "memberId": member, "points": points, "note": "Well done", "idempotencyKey": key });
    staff
        .owner
        .mutate("grantPoints", input, "member { points { lifetime spendable } }")
        .await
}

async fn unlock(person: &Person<'_>, part: &str, id: &str, key: &str) -> testkit::Answer {
    let field = format!("{}Id", part.to_lowercase());
    let input = json!({ field: id, "idempotencyKey": key });
    let mutation = format!("unlock{part}Early");
    person
        .mutate(&mutation, input, "earlyUnlock { id pointsSpent }")
        .await
}

async fn points(person: &Person<'_>) -> Value {
    let document = "{ organization(slug: \"alpenglow\") { viewerMember { points { lifetime spendable } } } }";
    person
        .gql(document, Value::Null)
        .await
        .at("/organization/viewerMember/points")
        .clone()
}

async fn lock(person: &Person<'_>, lesson: &str) -> Value {
    let document =
        "query($id: ID!) { node(id: $id) { ... on Lesson { content { textHtml } lockedReason } } }";
    let seen = person.gql(document, json!({ "id": lesson })).await;
    assert_eq!(
        seen.at("/node/content").is_null(),
        !seen.at("/node/lockedReason").is_null()
    );
    seen.at("/node/lockedReason").clone()
}

/// A course whose second chapter opens in a year, or for 20 points.
async fn waiting(staff: &Staff<'_>) -> Course {
    let course = staff.course("Waiting").chapters(2).publish().await;
    sell_early(
        staff,
        "Chapter",
        &course.chapters[1].id,
        20,
        "2030-01-01T00:00:00Z",
    )
    .await;
    course
}

#[tokio::test]
async fn points_are_given_once_for_a_key_and_never_to_oneself() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let member = &staff.member_ids[3];
    let given = give(&staff, member, 1180, "K").await;
    assert_eq!(
        given.payload()["member"]["points"],
        json!({ "lifetime": 1180, "spendable": 1180 })
    );
    give(&staff, member, 1180, "K").await.payload();
    assert_eq!(
        points(&staff.member).await,
        json!({ "lifetime": 1180, "spendable": 1180 })
    );
    assert_eq!(
        give(&staff, member, 5, "K").await.refusals(),
        ["IDEMPOTENCY_CONFLICT idempotencyKey"]
    );
    for wrong in [0, -1, 1_000_001, i32::MIN] {
        let refused = give(&staff, member, wrong, &format!("W{wrong}")).await;
        assert_eq!(refused.refusals(), ["OUT_OF_RANGE points"]);
        assert_eq!(refused.params(), &json!({ "min": 1, "max": 1_000_000 }));
    }
    assert_eq!(
        give(&staff, &staff.member_ids[0], 5, "O").await.refusals(),
        ["NOT_ONESELF memberId"]
    );
    let dry =
        json!({ "memberId": member, "points": 5, "note": "Maybe", "idempotencyKey": "D", "dryRun": true });
    staff
        .owner
        .mutate("grantPoints", dry, "member { id }")
        .await
        .payload();
    let history = "query($id: ID!) { node(id: $id) { ... on Member { pointEntries(first: 5) { totalCount nodes { kind points note } } } } }";
    let seen = staff.member.gql(history, json!({ "id": member })).await;
    assert_eq!(
        seen.at("/node/pointEntries"),
        &json!({ "totalCount": 1, "nodes": [{ "kind": "GRANTED", "points": 1180, "note": "Well done" }] })
    );
    // Colleagues who see the members and do not follow learners see nothing of it.
    let members = json!({ "memberId": staff.member_ids[2], "permission": "VIEW_MEMBERS", "scope": "ALL" });
    staff
        .owner
        .mutate("grantPermission", members, "permissionGrant { id }")
        .await
        .payload();
    let seen = staff.creator.gql(history, json!({ "id": member })).await;
    assert_eq!(seen.at("/node/pointEntries/totalCount"), 0);
}

#[tokio::test]
async fn a_chapter_opens_early_once_however_often_it_is_asked() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = waiting(&staff).await;
    let (chapter, lesson) = (&course.chapters[1].id, course.chapters[1].lessons[0].as_str());
    grant(&staff, &course, &staff.member_ids[3]).await;
    assert_eq!(lock(&staff.member, lesson).await, "NOT_RELEASED");
    assert_eq!(
        complete(&staff.member, lesson).await.refusals(),
        ["CONTENT_NOT_RELEASED"]
    );
    let poor = unlock(&staff.member, "Chapter", chapter, "poor").await;
    assert_eq!(poor.refusals(), ["INSUFFICIENT_POINTS"]);
    assert_eq!(poor.params(), &json!({ "available": 0, "required": 20 }));

    give(&staff, &staff.member_ids[3], 1180, "K").await.payload();
    let keys: Vec<String> = (0..50).map(|number| format!("U{}", number / 10)).collect();
    let all = keys
        .iter()
        .map(|key| unlock(&staff.member, "Chapter", chapter, key));
    let answers = futures::future::join_all(all).await;
    let ids: std::collections::BTreeSet<String> = answers
        .iter()
        .map(|answer| text(&answer.payload()["earlyUnlock"]["id"]))
        .collect();
    assert_eq!((ids.len(), app.count("early_unlock").await), (1, 1));
    assert_eq!(
        points(&staff.member).await,
        json!({ "lifetime": 1180, "spendable": 1160 })
    );
    assert_eq!(lock(&staff.member, lesson).await, Value::Null);
    complete(&staff.member, lesson).await.payload();

    // It is theirs alone.
    grant(&staff, &course, &staff.member_ids[1]).await;
    assert_eq!(lock(&staff.hr, lesson).await, "NOT_RELEASED");
    let seen = staff
        .member
        .gql(
            "query($id: ID!) { node(id: $id) { ... on Chapter { isReleased earlyUnlockPoints viewerEarlyUnlock { pointsSpent } } } }",
            json!({ "id": chapter }),
        )
        .await;
    assert_eq!(
        seen.at("/node"),
        &json!({ "isReleased": false, "earlyUnlockPoints": 20, "viewerEarlyUnlock": { "pointsSpent": 20 } })
    );
}

#[tokio::test]
async fn a_lesson_opens_early_in_an_open_chapter_only() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = waiting(&staff).await;
    grant(&staff, &course, &staff.member_ids[3]).await;
    give(&staff, &staff.member_ids[3], 100, "K").await.payload();
    let (open, closed) = (&course.chapters[0].lessons[0], &course.chapters[1].lessons[0]);
    assert_eq!(
        unlock(&staff.member, "Lesson", open, "A").await.refusals(),
        ["ALREADY_RELEASED lessonId"]
    );
    for lesson in [open, closed] {
        let date = json!({ "id": lesson, "releaseAt": "2030-01-01T00:00:00Z" });
        staff
            .creator
            .mutate("scheduleLesson", date, "lesson { id }")
            .await
            .payload();
    }
    assert_eq!(
        unlock(&staff.member, "Lesson", open, "B").await.refusals(),
        ["EARLY_UNLOCK_NOT_OFFERED lessonId"]
    );
    sell_early(&staff, "Lesson", open, 30, "2030-01-01T00:00:00Z").await;
    sell_early(&staff, "Lesson", closed, 30, "2030-01-01T00:00:00Z").await;
    let refused = unlock(&staff.member, "Lesson", closed, "C").await;
    assert_eq!(refused.refusals(), ["CONTENT_NOT_RELEASED"]);
    unlock(&staff.member, "Lesson", open, "D").await.payload();
    assert_eq!(lock(&staff.member, open).await, Value::Null);
    unlock(&staff.member, "Chapter", &course.chapters[1].id, "E")
        .await
        .payload();
    assert_eq!(lock(&staff.member, closed).await, "NOT_RELEASED");
    unlock(&staff.member, "Lesson", closed, "F").await.payload();
    assert_eq!(lock(&staff.member, closed).await, Value::Null);
    assert_eq!(
        points(&staff.member).await,
        json!({ "lifetime": 100, "spendable": 20 })
    );
    // The same key opens the same lesson again, and no other one.
    unlock(&staff.member, "Lesson", closed, "F").await.payload();
    assert_eq!(
        unlock(&staff.member, "Lesson", open, "F").await.refusals(),
        ["IDEMPOTENCY_CONFLICT idempotencyKey"]
    );
    // A draft is not there, whatever was paid for it.
    let draft = json!({ "id": course.chapters[1].id });
    staff
        .creator
        .mutate("unpublishChapter", draft, "chapter { id }")
        .await
        .payload();
    assert_eq!(
        complete(&staff.member, closed).await.refusals(),
        ["NOT_FOUND lessonId"]
    );
    for wrong in [0, -5, 1_000_001] {
        let price = json!({ "id": open, "earlyUnlockPoints": wrong });
        let refused = staff.creator.mutate("updateLesson", price, "lesson { id }").await;
        assert_eq!(refused.refusals(), ["OUT_OF_RANGE earlyUnlockPoints"]);
    }
}

#[tokio::test]
async fn points_pass_a_date_and_no_prerequisite() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let (first, course) = (staff.course("First").publish().await, waiting(&staff).await);
    let ask = json!({ "courseId": course.id, "prerequisiteCourseId": first.id });
    staff
        .owner
        .mutate("addCoursePrerequisite", ask, "course { id }")
        .await
        .payload();
    for course in [&first, &course] {
        grant(&staff, course, &staff.member_ids[3]).await;
    }
    give(&staff, &staff.member_ids[3], 100, "K").await.payload();
    let chapter = &course.chapters[1].id;
    let refused = unlock(&staff.member, "Chapter", chapter, "A").await;
    assert_eq!(refused.refusals(), ["PREREQUISITES_NOT_MET"]);
    complete(&staff.member, first.lessons()[0]).await.payload();
    unlock(&staff.member, "Chapter", chapter, "A").await.payload();
    assert_eq!(
        points(&staff.member).await,
        json!({ "lifetime": 400, "spendable": 380 })
    );
    // Fifty chapters cannot be opened with the points for nineteen.
    let mut chapters = Vec::new();
    for number in 0..25 {
        let made = json!({ "courseId": course.id, "title": format!("More {number}") });
        let made = staff
            .creator
            .mutate("createChapter", made, "chapter { id }")
            .await;
        chapters.push(text(&made.payload()["chapter"]["id"]));
        sell_early(&staff, "Chapter", &chapters[number], 20, "2030-01-01T00:00:00Z").await;
    }
    app.clock.advance(Duration::minutes(1));
    let all = chapters
        .iter()
        .map(|chapter| unlock(&staff.member, "Chapter", chapter, chapter));
    let answers = futures::future::join_all(all).await;
    let refused = answers
        .iter()
        .filter(|answer| answer.refusals() == ["INSUFFICIENT_POINTS"])
        .count();
    assert_eq!((refused, app.count("early_unlock").await), (6, 20));
    assert_eq!(
        points(&staff.member).await,
        json!({ "lifetime": 400, "spendable": 0 })
    );
}
