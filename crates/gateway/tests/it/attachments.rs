//! Files of lessons: who adds, sees and fetches them, and what is not taken.

use crate::learning::grant;
use axum::http::{StatusCode, header};
use chrono::Duration;
use futures::TryStreamExt;
use serde_json::{Value, json};
use testkit::{Answer, Person, Staff, TestApp};

const PDF: &[u8] = b"%PDF-1.7 0123456789";

const ADD: &str = "mutation($input: AddLessonAttachmentInput!) { addLessonAttachment(input: $input) {
    lesson { attachments { id name contentType byteSize url } } userErrors { code field message params } } }";

const SEEN: &str = "query($id: ID!) { node(id: $id) { ... on Lesson { attachments { id name } } } }";

pub(crate) async fn attach(person: &Person<'_>, lesson: &str, file: (&str, &str, &[u8])) -> Answer {
    let variables = json!({ "input": { "lessonId": lesson, "file": null } });
    person.upload(ADD, &variables, "variables.input.file", file).await
}

async fn seen(person: &Person<'_>, lesson: &str) -> Value {
    let answer = person.gql(SEEN, json!({ "id": lesson })).await;
    answer.data()["node"]["attachments"].clone()
}

async fn stored(app: &TestApp) -> usize {
    let ids: Vec<_> = app.files.ids().try_collect().await.unwrap();
    ids.len()
}

async fn status(person: &Person<'_>, url: &str) -> StatusCode {
    person.fetch(url, &[]).await.status
}

#[tokio::test]
async fn whoever_may_read_a_lesson_fetches_its_files() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    let lesson = course.lessons()[0];
    let added = attach(&staff.creator, lesson, ("../načrt.pdf", "text/html", PDF)).await;
    let file = added.payload()["lesson"]["attachments"][0].clone();
    assert_eq!(file["name"], "načrt.pdf");
    assert_eq!(file["contentType"], "application/pdf");
    assert_eq!(file["byteSize"], PDF.len());
    let url = file["url"].as_str().unwrap();
    assert!(url.ends_with("/na%C4%8Drt.pdf"), "{url}");

    assert_eq!(seen(&staff.member, lesson).await, json!([]));
    assert_eq!(status(&staff.member, url).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&app.anonymous(), url).await, StatusCode::NOT_FOUND);
    grant(&staff, &course, &staff.member_ids[3]).await;
    assert_eq!(seen(&staff.member, lesson).await[0]["id"], file["id"]);
    let whole = staff.member.fetch(url, &[]).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.body, Value::from(str::from_utf8(PDF).unwrap()));
    for (name, value) in [
        (header::CONTENT_TYPE, "application/pdf"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename*=UTF-8''na%C4%8Drt.pdf",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::CONTENT_LENGTH, "19"),
    ] {
        assert_eq!(whole.headers[&name], value);
    }

    let gone = staff
        .creator
        .mutate(
            "removeLessonAttachment",
            json!({ "id": file["id"] }),
            "lesson { attachments { id } }",
        )
        .await;
    assert_eq!(gone.payload()["lesson"]["attachments"], json!([]));
    assert_eq!(status(&staff.member, url).await, StatusCode::NOT_FOUND);
    assert_eq!(app.count("file").await, 0);
    app.do_chores().await;
    assert_eq!(stored(&app).await, 1, "too young to be swept");
    let kept = attach(&staff.creator, lesson, ("kept.pdf", "application/pdf", PDF)).await;
    app.clock.advance(Duration::days(1));
    app.do_chores().await;
    assert_eq!(stored(&app).await, 1);
    let url = kept.text("/addLessonAttachment/lesson/attachments/0/url");
    assert_eq!(status(&staff.member, &url).await, StatusCode::OK);
    app.deliver().await;
}

#[tokio::test]
async fn a_part_of_a_file_can_be_fetched() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    let added = attach(&staff.creator, course.lessons()[0], ("a.pdf", "", PDF)).await;
    let url = added.text("/addLessonAttachment/lesson/attachments/0/url");
    for (range, status, body, sent) in [
        ("bytes=0-3", 206, "%PDF", Some("bytes 0-3/19")),
        ("bytes=-5", 206, "56789", Some("bytes 14-18/19")),
        ("bytes=5-99", 206, "1.7 0123456789", Some("bytes 5-18/19")),
        ("bytes=19-", 416, "", Some("bytes */19")),
        ("bytes=5-2", 200, "%PDF-1.7 0123456789", None),
        (
            "bytes=0-18446744073709551615",
            206,
            "%PDF-1.7 0123456789",
            Some("bytes 0-18/19"),
        ),
        ("bytes=x-", 200, "%PDF-1.7 0123456789", None),
        ("bytes=0-1,3-4", 200, "%PDF-1.7 0123456789", None),
    ] {
        let part = staff.creator.fetch(&url, &[("range", range.to_owned())]).await;
        assert_eq!(part.status.as_u16(), status, "{range}");
        let header = part.headers.get(header::CONTENT_RANGE);
        assert_eq!(header.map(|value| value.to_str().unwrap()), sent, "{range}");
        // Digits alone read as a number.
        let text = part
            .body
            .as_str()
            .map_or_else(|| part.body.to_string(), ToOwned::to_owned);
        assert_eq!(text, body, "{range}");
    }
    app.deliver().await;
}

#[tokio::test]
async fn a_file_opens_with_its_lesson() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").lessons_per_chapter(2).publish().await;
    let lesson = course.lessons()[1];
    let added = attach(&staff.creator, lesson, ("a.txt", "text/plain", b"abc")).await;
    let url = added.text("/addLessonAttachment/lesson/attachments/0/url");
    grant(&staff, &course, &staff.member_ids[3]).await;
    let opens = app.store.now() + Duration::days(2);
    let scheduled = json!({ "id": lesson, "releaseAt": opens.to_rfc3339() });
    staff
        .creator
        .mutate("scheduleLesson", scheduled, "lesson { id }")
        .await
        .payload();
    assert_eq!(seen(&staff.member, lesson).await, json!([]));
    assert_eq!(status(&staff.member, &url).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&staff.creator, &url).await, StatusCode::OK);
    app.clock.advance(Duration::days(2));
    assert_eq!(seen(&staff.member, lesson).await[0]["name"], "a.txt");
    assert_eq!(staff.member.fetch(&url, &[]).await.body, Value::from("abc"));
    app.deliver().await;
}

#[tokio::test]
async fn files_of_another_organization_are_not_found() {
    let app = TestApp::new().await;
    let ours = Staff::found(&app, "alpha").await;
    let theirs = Staff::found(&app, "beta").await;
    let course = theirs.course("Theirs").publish().await;
    let lesson = course.lessons()[0];
    let added = attach(&theirs.creator, lesson, ("a.txt", "text/plain", b"abc")).await;
    let file = added.payload()["lesson"]["attachments"][0].clone();
    let before = (
        app.count("file").await,
        stored(&app).await,
        app.count("event").await,
    );
    let foreign = attach(&ours.owner, lesson, ("b.txt", "text/plain", b"b")).await;
    assert_eq!(foreign.refusals(), ["NOT_FOUND lessonId"]);
    let removed = ours
        .owner
        .mutate(
            "removeLessonAttachment",
            json!({ "id": file["id"] }),
            "lesson { id }",
        )
        .await;
    assert_eq!(removed.refusals(), ["NOT_FOUND id"]);
    let url = file["url"].as_str().unwrap();
    assert_eq!(status(&ours.owner, url).await, StatusCode::NOT_FOUND);
    let node = ours
        .owner
        .gql(
            "query($id: ID!) { node(id: $id) { id } }",
            json!({ "id": file["id"] }),
        )
        .await;
    assert_eq!(node.error_code(), "NOT_FOUND");
    let after = (
        app.count("file").await,
        stored(&app).await,
        app.count("event").await,
    );
    assert_eq!(after, before);
    app.deliver().await;
}

#[tokio::test]
async fn what_is_not_taken_leaves_nothing_behind() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    let lesson = course.lessons()[0];
    let large = vec![b'a'; 25 * 1024 * 1024 + 1];
    for (name, bytes, refusal) in [
        ("a.pdf", b"".as_slice(), "FILE_EMPTY file"),
        (
            "a.pdf",
            b"<html><script>alert(1)</script>",
            "FILE_TYPE_NOT_ALLOWED file",
        ),
        (
            "a.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "FILE_TYPE_NOT_ALLOWED file",
        ),
        ("a.pdf", b"MZ\x90\0\x03", "FILE_TYPE_NOT_ALLOWED file"),
        ("a.txt", large.as_slice(), "FILE_TOO_LARGE file"),
    ] {
        let answer = attach(&staff.creator, lesson, (name, "application/pdf", bytes)).await;
        assert_eq!(answer.refusals(), [refusal]);
    }
    let claim = async |file: &str| {
        let input = json!({ "lessonId": lesson, "file": file });
        staff
            .creator
            .mutate("addLessonAttachment", input, "lesson { id }")
            .await
    };
    assert_eq!(claim("upload:0").await.refusals(), ["REQUIRED file"]);
    for wrong in ["#__graphql_file__:x", "upload:", "upload:-1", "a.pdf"] {
        assert_eq!(claim(wrong).await.error_code(), "BAD_USER_INPUT", "{wrong}");
    }
    assert_eq!((app.count("file").await, stored(&app).await), (0, 0));
    for number in 0..20 {
        let name = format!("{number}.txt");
        attach(&staff.creator, lesson, (&name, "text/plain", b"x"))
            .await
            .payload();
    }
    let answer = attach(&staff.creator, lesson, ("more.txt", "text/plain", b"x")).await;
    assert_eq!(answer.refusals(), ["TOO_MANY_ATTACHMENTS lessonId"]);
    assert_eq!((app.count("file").await, stored(&app).await), (20, 20));
    app.deliver().await;
}

#[tokio::test]
async fn a_draft_lesson_is_deleted_with_its_files() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").draft().await;
    let lesson = course.lessons()[0];
    attach(&staff.creator, lesson, ("a.txt", "text/plain", b"x"))
        .await
        .payload();
    staff
        .creator
        .mutate("deleteLesson", json!({ "id": lesson }), "deletedId")
        .await
        .payload();
    assert_eq!(app.count("file").await, 0);
    app.clock.advance(Duration::days(1));
    app.do_chores().await;
    assert_eq!(stored(&app).await, 0);
    app.deliver().await;
}
