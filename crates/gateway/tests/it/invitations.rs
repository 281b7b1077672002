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
