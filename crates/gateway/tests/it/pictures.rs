//! Uploaded pictures: who may show them, what they become, and how they are served.

use crate::learning::text;
use axum::http::{StatusCode, header};
use futures::TryStreamExt;
use kernel::Picture;
use serde_json::{Value, json};
use testkit::{Answer, PNG, Person, Staff, TestApp};

const AVATAR: &str = "mutation($input: UploadAvatarInput!) { uploadAvatar(input: $input) { user { version avatar { url width height } }
    userErrors { code field params } } }";
const LOGO: &str = "mutation($input: UploadOrganizationLogoInput!) { uploadOrganizationLogo(input: $input) {
    organization { logo { url width height } } userErrors { code field params } } }";
const COVER: &str = "mutation($input: UploadCourseCoverInput!) { uploadCourseCover(input: $input) {
    course { cover { url width height } } userErrors { code field params } } }";

async fn upload(person: &Person<'_>, document: &str, id: Option<&str>, bytes: &[u8]) -> Answer {
    let input = match id {
        Some(id) => json!({ "id": id, "file": null }),
        None => json!({ "file": null }),
    };
    let file = ("me.png", "image/svg+xml", bytes);
    person
        .upload(document, &json!({ "input": input }), "variables.input.file", file)
        .await
}

/// An avatar of the owner, a logo and a cover.
pub(crate) async fn show_all(staff: &Staff<'_>, course: &str) {
    let avatar = upload(&staff.owner, AVATAR, None, PNG).await;
    let logo = upload(&staff.owner, LOGO, Some(&staff.organization), PNG).await;
    let cover = upload(&staff.creator, COVER, Some(course), PNG).await;
    for answer in [avatar, logo, cover] {
        assert_eq!(answer.refusals(), Vec::<String>::new());
    }
}

async fn stored(app: &TestApp) -> usize {
    let pictures: Vec<Picture> = app.files.pictures().try_collect().await.unwrap();
    pictures.len()
}

#[tokio::test]
async fn pictures_are_shown_and_served_to_everybody_without_doing_anything() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    let avatar = upload(&staff.member, AVATAR, None, PNG).await;
    let logo = upload(&staff.owner, LOGO, Some(&staff.organization), PNG).await;
    let cover = upload(&staff.creator, COVER, Some(&course.id), PNG).await;
    let pictures = [
        avatar.payload()["user"]["avatar"].clone(),
        logo.payload()["organization"]["logo"].clone(),
        cover.payload()["course"]["cover"].clone(),
    ];
    for picture in &pictures {
        assert_eq!((&picture["width"], &picture["height"]), (&json!(4), &json!(2)));
        let url = text(&picture["url"]);
        assert!(
            url.starts_with("/pictures/") && url.ends_with("-4x2.png"),
            "{url}"
        );
        let fetched = app.anonymous().fetch(&url, &[]).await;
        assert_eq!(fetched.status, StatusCode::OK);
        for (name, value) in [
            (header::CONTENT_TYPE, "image/png"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ] {
            assert_eq!(fetched.headers[&name], value);
        }
        // The same bytes under another type are not there.
        for other in [
            url.replace(".png", ".webp"),
            url.replace("4x2", "2x4"),
            format!("{url}/x"),
            format!("{url}.html"),
        ] {
            let missing = app.anonymous().fetch(&other, &[]).await;
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{other}");
        }
        // Nor is it a file, and no file is a picture.
        let name = url.trim_start_matches("/pictures/");
        let as_file = app.anonymous().fetch(&format!("/files/{name}/x"), &[]).await;
        assert_eq!(as_file.status, StatusCode::NOT_FOUND);
    }
    let seen = staff
        .owner
        .gql(
            "{ organization(slug: \"alpenglow\") { logo { url } course(slug: \"rust\") { cover { url } }
               members(first: 10) { nodes { user { avatar { url } } } } events(first: 100) { nodes { action after } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(seen.at("/organization/logo/url"), &pictures[1]["url"]);
    assert_eq!(seen.at("/organization/course/cover/url"), &pictures[2]["url"]);
    let members = seen.at("/organization/members/nodes").to_string();
    assert!(
        members.contains(pictures[0]["url"].as_str().unwrap()),
        "{members}"
    );
    // The log tells who changed which picture, by its name.
    let events = seen.at("/organization/events/nodes").as_array().unwrap();
    for (action, field, picture) in [
        ("ORGANIZATION_UPDATED", "logo", &pictures[1]),
        ("COURSE_UPDATED", "cover", &pictures[2]),
    ] {
        let name = picture["url"].as_str().unwrap().trim_start_matches("/pictures/");
        assert!(
            events
                .iter()
                .any(|event| event["action"] == action && event["after"][field] == name),
            "{events:?}"
        );
    }
}

#[tokio::test]
async fn another_picture_takes_the_place_and_the_old_one_goes() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let first = upload(&staff.owner, LOGO, Some(&staff.organization), PNG).await;
    let first = text(&first.payload()["organization"]["logo"]["url"]);
    app.clock.advance(chrono::Duration::days(2));
    let second = upload(&staff.owner, LOGO, Some(&staff.organization), PNG).await;
    let second = text(&second.payload()["organization"]["logo"]["url"]);
    assert_ne!(first, second);
    assert_eq!(stored(&app).await, 2);
    app.do_chores().await;
    assert_eq!(stored(&app).await, 1);
    assert_eq!(
        app.anonymous().fetch(&first, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(app.anonymous().fetch(&second, &[]).await.status, StatusCode::OK);

    let mine = upload(&staff.member, AVATAR, None, PNG).await;
    assert!(mine.payload()["user"]["avatar"].is_object());
    app.clock.advance(chrono::Duration::days(2));
    app.do_chores().await;
    assert_eq!(stored(&app).await, 2);
    let gone = staff
        .member
        .gql(
            "mutation { removeAvatar { user { avatar { url } } userErrors { code } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        gone.payload(),
        &json!({ "user": { "avatar": null }, "userErrors": [] })
    );
    let input = json!({ "id": staff.organization });
    let gone = staff
        .owner
        .mutate("removeOrganizationLogo", input, "organization { logo { url } }")
        .await;
    assert_eq!(gone.payload()["organization"]["logo"], Value::Null);
    app.do_chores().await;
    assert_eq!(stored(&app).await, 0);
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let course = staff.course("Rust").publish().await;
    for (bytes, refusal) in [
        (b"".as_slice(), "FILE_EMPTY file"),
        (
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "FILE_TYPE_NOT_ALLOWED file",
        ),
        (b"GIF89a", "FILE_TYPE_NOT_ALLOWED file"),
        (&PNG[..40], "IMAGE_UNREADABLE file"),
    ] {
        for (person, document, id) in [
            (&staff.member, AVATAR, None),
            (&staff.owner, LOGO, Some(staff.organization.as_str())),
            (&staff.creator, COVER, Some(course.id.as_str())),
        ] {
            assert_eq!(upload(person, document, id, bytes).await.refusals(), [refusal]);
        }
    }
    // Who may not show a picture is told so before it is looked at.
    let forbidden = upload(&staff.member, LOGO, Some(&staff.organization), b"x").await;
    assert_eq!(forbidden.error_code(), "FORBIDDEN");
    let forbidden = upload(&staff.member, COVER, Some(&course.id), PNG).await;
    assert_eq!(forbidden.error_code(), "FORBIDDEN");
    let anonymous = upload(&app.anonymous(), AVATAR, None, PNG).await;
    assert_eq!(anonymous.error_code(), "UNAUTHENTICATED");
    let claimed = json!({ "input": { "file": "upload:0" } });
    let claimed = staff.member.gql(AVATAR, claimed).await;
    assert_eq!(claimed.refusals(), ["REQUIRED file"]);
    assert_eq!(stored(&app).await, 0);
}
