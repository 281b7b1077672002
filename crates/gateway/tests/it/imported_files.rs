//! Files of imported courses: stored, shown to whoever may read the lesson, and gone when nobody needs them.

use crate::{
    imported::{archive_of, import},
    learning::{grant_course, text},
};
use axum::http::{StatusCode, header};
use futures::TryStreamExt;
use serde_json::{Value, json};
use testkit::{Person, Staff, TestApp};

const GIF: &[u8] = b"GIF89a and so on";

fn package(title: &str, picture: &[u8]) -> Vec<u8> {
    let xml = format!(
        "<course org=\"Hives\" course=\"F1\" display_name=\"Keeping files\"><chapter display_name=\"One\">\
         <sequential display_name=\"{title}\"><html><p>See <img src=\"/static/a.gif\" alt=\"a\"/>\
         <img src=\"/static/run.svg\"/></p></html></sequential></chapter></course>"
    );
    archive_of(&[
        ("course/course.xml", xml.as_bytes()),
        ("course/static/a.gif", picture),
        ("course/static/run.svg", b"<svg onload=\"x()\"/>"),
        ("course/static/rest.txt", b"rest"),
    ])
}

async fn stored(app: &TestApp) -> usize {
    let ids: Vec<_> = app.files.ids().try_collect().await.unwrap();
    ids.len()
}

async fn course(person: &Person<'_>) -> Value {
    let document = "{ organization(slug: \"alpenglow\") { course(slug: \"keeping-files\") { id chapters { lessons { id kind
        content { textHtml } attachments { id name contentType url } } } } } }";
    person
        .gql(document, Value::Null)
        .await
        .at("/organization/course")
        .clone()
}

#[tokio::test]
async fn files_come_with_their_lesson_and_are_for_its_readers() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let packed = package("First", GIF);
    let file = ("files.tar.gz", packed.as_slice());

    // A rehearsal says the same and keeps nothing.
    let tried = import(&staff.creator, &staff, "OLX", true, file).await;
    let counts = |answer: &testkit::Answer| {
        let course = answer.at("/importCourses/courses/0");
        (course["attachmentCount"].clone(), course["skipped"].clone())
    };
    let skipped = json!([
        { "what": "attachment", "reason": "nothing refers to it" },
        { "what": "attachment", "reason": "files of this type are not kept" },
    ]);
    assert_eq!(counts(&tried), (json!(1), skipped.clone()));
    assert_eq!((stored(&app).await, app.count("file").await), (0, 0));

    let done = import(&staff.creator, &staff, "OLX", false, file).await;
    assert_eq!(done.at("/importCourses/courses/0/outcome"), "CREATED");
    assert_eq!(counts(&done), (json!(1), skipped));
    assert_eq!((stored(&app).await, app.count("file").await), (1, 1));

    let seen = course(&staff.creator).await;
    let lesson = &seen["chapters"][0]["lessons"][0];
    assert_eq!(lesson["kind"], "MIXED");
    let attachment = &lesson["attachments"][0];
    assert_eq!(attachment["contentType"], "image/gif");
    let url = text(&attachment["url"]);
    let html = text(&lesson["content"]["textHtml"]);
    assert_eq!(
        html,
        format!("<p>See <img src=\"{url}\" alt=\"a\"><img src=\"/static/run.svg\"></p>")
    );

    // Whoever may not read the lesson may not fetch the picture either.
    assert_eq!(staff.member.fetch(&url, &[]).await.status, StatusCode::NOT_FOUND);
    let id = text(&seen["id"]);
    staff.publish(&id).await;
    assert_eq!(staff.member.fetch(&url, &[]).await.status, StatusCode::NOT_FOUND);
    grant_course(&staff, &id, &staff.member_ids[3]).await;
    let fetched = staff.member.fetch(&url, &[]).await;
    assert_eq!(fetched.status, StatusCode::OK);
    assert_eq!(fetched.headers[header::CONTENT_TYPE], "image/gif");
    assert_eq!(fetched.body, Value::from(str::from_utf8(GIF).unwrap()));
    assert_eq!(
        app.anonymous().fetch(&url, &[]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn importing_again_keeps_equal_files_and_refused_courses_none() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let outcome = async |packed: Vec<u8>| {
        let done = import(
            &staff.creator,
            &staff,
            "OLX",
            false,
            ("files.tar.gz", packed.as_slice()),
        )
        .await;
        text(done.at("/importCourses/courses/0/outcome"))
    };
    assert_eq!(outcome(package("First", GIF)).await, "CREATED");
    assert_eq!(outcome(package("First", GIF)).await, "UNCHANGED");
    assert_eq!(stored(&app).await, 1);
    assert_eq!(outcome(package("Second", GIF)).await, "REPLACED");
    assert_eq!((stored(&app).await, app.count("file").await), (1, 1));
    assert_eq!(outcome(package("Second", b"GIF89a newer")).await, "REPLACED");
    assert_eq!((stored(&app).await, app.count("file").await), (2, 1));

    // What nobody needs is swept, what somebody needs stays.
    app.clock.advance(chrono::Duration::days(2));
    app.do_chores().await;
    assert_eq!(stored(&app).await, 1);
    let seen = course(&staff.creator).await;
    let url = text(&seen["chapters"][0]["lessons"][0]["attachments"][0]["url"]);
    assert_eq!(
        staff.creator.fetch(&url, &[]).await.body,
        Value::from("GIF89a newer")
    );

    let title = json!({ "id": seen["id"], "title": "Mine now" });
    staff
        .creator
        .mutate("updateCourse", title, "course { id }")
        .await
        .payload();
    assert_eq!(outcome(package("Third", b"GIF89a third")).await, "REFUSED");
    assert_eq!((stored(&app).await, app.count("file").await), (1, 1));
}

#[tokio::test]
async fn a_package_of_a_request_has_smaller_bounds_than_one_of_the_command_line() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let zeros = vec![0_u8; 20 * 1024 * 1024];
    let bomb = archive_of(&[
        (
            "course/course.xml",
            b"<course><chapter><sequential><html>a</html></sequential></chapter></course>",
        ),
        ("course/static/a.bin", &zeros),
    ]);
    let refused = import(&staff.creator, &staff, "OLX", false, ("a.tar.gz", &bomb)).await;
    assert_eq!(refused.refusals(), ["PACKAGE_REFUSED file"]);
    assert!(
        refused.params()["reason"]
            .as_str()
            .unwrap()
            .contains("times its size when unpacked"),
        "{}",
        refused.body
    );
    assert_eq!((stored(&app).await, app.count("course").await), (0, 0));
}
