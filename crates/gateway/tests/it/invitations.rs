//! Inviting members: mails, links, and what becomes of them.

use serde_json::{Value, json};
use testkit::{Staff, TestApp};

#[tokio::test]
async fn a_link_shows_what_it_is_about_and_dies_when_it_is_replaced() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let invited = staff
        .owner
        .mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": "guest@example.com", "displayName": "Guest" }),
            "memberInvitation { id status viewerActions }",
        )
        .await;
    let invitation = invited.payload()["memberInvitation"].clone();
    assert_eq!(invitation["viewerActions"], json!(["RESEND", "REVOKE"]));
    let first = app.mailed_token().await;
    let twice = staff
        .owner
        .mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": "GUEST@example.com", "displayName": "Guest" }),
            "memberInvitation { id }",
        )
        .await;
    assert_eq!(twice.refusals(), ["ALREADY_INVITED email"]);

    app.clock.advance(chrono::Duration::minutes(2));
    staff
        .owner
        .mutate(
            "resendMemberInvitation",
            json!({ "id": invitation["id"] }),
            "memberInvitation { sentCount }",
        )
        .await
        .payload();
    let second = app.mailed_token().await;
    assert_ne!(first, second);
    let preview =
        "query($token: String!) { invitation(token: $token) { organizationName email isOpen role } }";
    let old = app.anonymous().gql(preview, json!({ "token": first })).await;
    assert_eq!(old.at("/invitation"), &Value::Null);
    let new = app.anonymous().gql(preview, json!({ "token": second })).await;
    assert_eq!(
        new.at("/invitation"),
        &json!({ "organizationName": "alpha", "email": "guest@example.com", "isOpen": true, "role": null })
    );
    // A link is for the person it was sent to.
    let other = app.person("other").await;
    let wrong = other
        .mutate(
            "acceptMemberInvitation",
            json!({ "token": second }),
            "member { id }",
        )
        .await;
    assert_eq!(wrong.refusals(), ["WRONG_RECIPIENT"]);
    staff
        .owner
        .mutate(
            "revokeMemberInvitation",
            json!({ "id": invitation["id"] }),
            "memberInvitation { status }",
        )
        .await
        .payload();
    let guest = app.person("guest").await;
    let late = guest
        .mutate(
            "acceptMemberInvitation",
            json!({ "token": second }),
            "member { id }",
        )
        .await;
    assert_eq!(late.refusals(), ["TOKEN_REVOKED token"]);
    assert_eq!(app.count("member").await, 4);
}

#[tokio::test]
async fn an_expired_invitation_is_listed_as_such_and_can_be_declined_no_more() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    staff
        .owner
        .mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": "guest@example.com", "displayName": "Guest" }),
            "memberInvitation { id }",
        )
        .await
        .payload();
    let token = app.mailed_token().await;
    let list = |status: &str| {
        let status = json!([status]);
        let document = "query($status: [MemberInvitationStatus!]) { organization(slug: \"alpha\") { memberInvitations(filter: { status: $status }) { nodes { email status } } } }";
        let owner = staff.owner.clone();
        async move {
            owner
                .gql(document, json!({ "status": status }))
                .await
                .at("/organization/memberInvitations/nodes")
                .clone()
        }
    };
    let guest = |status: &str| json!([{ "email": "guest@example.com", "status": status }]);
    assert_eq!(list("PENDING").await, guest("PENDING"));
    app.clock.advance(chrono::Duration::days(7));
    assert_eq!(list("PENDING").await, json!([]));
    assert_eq!(list("EXPIRED").await, guest("EXPIRED"));
    let declined = app
        .anonymous()
        .mutate(
            "declineMemberInvitation",
            json!({ "token": token }),
            "memberInvitationId",
        )
        .await;
    assert_eq!(declined.refusals(), ["TOKEN_EXPIRED token"]);
}

/// What an invitation brings begins when it is accepted, and not before.
#[tokio::test]
async fn an_invitation_brings_courses() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let mut courses = Vec::new();
    for title in ["Bees", "Hives", "Honey"] {
        courses.push(staff.course(title).publish().await.id);
    }
    let draft = staff.creator.mutate(
        "createCourse",
        json!({ "organizationId": staff.organization, "title": "Draft" }),
        "course { id }",
    );
    let draft = draft.await.payload()["course"]["id"].clone();
    let foreign = Staff::found(&app, "beta").await.course("Bees").publish().await.id;
    let invite = async |by: &testkit::Person<'_>, courses: Value| {
        by.mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": "guest@example.com", "displayName": "Guest", "courseIds": courses }),
            "memberInvitation { id courses { title } }",
        )
        .await
    };
    let bad = json!([courses[0], draft, foreign, courses[0], "course_1"]);
    let before = app.count("event").await;
    let refused = invite(&staff.owner, bad.clone()).await;
    assert_eq!(refused.refusals(), ["INVALID_FORMAT courseIds.4"]);
    let bad: Vec<Value> = bad.as_array().unwrap()[..4].to_vec();
    let refused = invite(&staff.owner, json!(bad)).await;
    assert_eq!(
        refused.refusals(),
        [
            "COURSE_NOT_PUBLISHED courseIds.1",
            "NOT_FOUND courseIds.2",
            "DUPLICATE courseIds.3"
        ]
    );
    let many = vec![courses[0].clone(); 51];
    assert_eq!(
        invite(&staff.owner, json!(many)).await.refusals(),
        ["OUT_OF_RANGE courseIds"]
    );
    assert_eq!(
        (
            app.count("event").await,
            app.count("member_invitation_course").await
        ),
        (before, 0)
    );

    let invited = invite(&staff.owner, json!(courses)).await;
    assert_eq!(
        invited.payload()["memberInvitation"]["courses"],
        json!([{ "title": "Bees" }, { "title": "Hives" }, { "title": "Honey" }])
    );
    let token = app.mailed_token().await;
    assert_eq!(app.count("enrollment").await, 0);
    // What is gone by then is left out.
    staff
        .owner
        .mutate("archiveCourse", json!({ "id": courses[1] }), "course { id }")
        .await
        .payload();
    let guest = app.person("guest").await;
    guest
        .mutate(
            "acceptMemberInvitation",
            json!({ "token": token }),
            "member { id }",
        )
        .await
        .payload();
    let mine =
        "{ viewer { enrollments(first: 5) { nodes { status source course { title } grantedBy { id } } } } }";
    let mine = guest.gql(mine, Value::Null).await;
    let learns = |title: &str| json!({ "status": "ACTIVE", "source": "INVITATION", "course": { "title": title }, "grantedBy": { "id": staff.employee_ids[0] } });
    let mut nodes = mine.at("/viewer/enrollments/nodes").as_array().unwrap().clone();
    nodes.sort_by_key(|node| node["course"]["title"].to_string());
    assert_eq!(nodes, [learns("Bees"), learns("Honey")]);
    // Who may invite but not give courses cannot give them this way.
    let grant = json!({ "memberId": staff.member_ids[2], "permission": "INVITE_MEMBERS", "scope": "ALL" });
    staff
        .owner
        .mutate("grantPermission", grant, "permissionGrant { id }")
        .await
        .payload();
    let other = json!({ "organizationId": staff.organization, "email": "other@example.com", "displayName": "Other", "courseIds": [courses[0]] });
    let denied = staff
        .creator
        .mutate("inviteMember", other, "memberInvitation { id }")
        .await;
    assert_eq!(denied.error_code(), "FORBIDDEN");
    assert_eq!(app.count("member_invitation_course").await, 3);
}
