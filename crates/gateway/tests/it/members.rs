//! The life of a membership as the people in it see it.

use serde_json::{Value, json};
use testkit::{Staff, TestApp};

#[tokio::test]
async fn suspension_closes_the_door_and_says_why() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let suspended = staff
        .hr
        .mutate(
            "suspendMember",
            json!({ "id": staff.member_ids[3], "reason": "Unpaid invoice" }),
            "member { status suspendedReason viewerActions }",
        )
        .await;
    assert_eq!(suspended.payload()["member"]["status"], "SUSPENDED");
    let inside = staff
        .member
        .gql("{ organization(slug: \"alpha\") { id } }", Value::Null)
        .await;
    assert_eq!(inside.at("/organization"), &Value::Null);
    let own = staff
        .member
        .gql("{ viewer { memberships { status suspendedReason permissions { permission } organization { name } } } }", Value::Null)
        .await;
    assert_eq!(
        own.at("/viewer/memberships"),
        &json!([{ "status": "SUSPENDED", "suspendedReason": "Unpaid invoice", "permissions": [], "organization": { "name": "alpha" } }])
    );
    staff
        .hr
        .mutate(
            "reinstateMember",
            json!({ "id": staff.member_ids[3] }),
            "member { status }",
        )
        .await
        .payload();
    let inside = staff
        .member
        .gql("{ organization(slug: \"alpha\") { name } }", Value::Null)
        .await;
    assert_eq!(inside.text("/organization/name"), "alpha");
}

#[tokio::test]
async fn what_people_see_of_each_other_depends_on_what_they_do() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let document = "{ organization(slug: \"alpha\") {
        members(orderBy: { field: JOINED_AT }) { nodes { user { email } } }
        employees { totalCount nodes { professionalDisplayName isSalaried compensation { compensationType } } }
        memberInvitations { totalCount } events { totalCount } viewerCan(permission: INVITE_MEMBERS) } }";
    let member = staff.member.gql(document, Value::Null).await;
    assert_eq!(
        member.at("/organization/members/nodes"),
        &json!([{ "user": { "email": "alpha.member@example.com" } }])
    );
    assert_eq!(member.at("/organization/employees/totalCount"), 3);
    assert_eq!(
        member.at("/organization/employees/nodes/0/compensation"),
        &Value::Null
    );
    assert_eq!(member.at("/organization/memberInvitations/totalCount"), 0);
    assert_eq!(member.at("/organization/events/totalCount"), 0);
    assert_eq!(member.at("/organization/viewerCan"), false);
    // What is not shown cannot be found out by filtering either.
    let probe = "{ organization(slug: \"alpha\") { employees(filter: { compensationType: [SALARIED] }) { totalCount } } }";
    assert_eq!(
        staff.member.gql(probe, Value::Null).await.error_code(),
        "FORBIDDEN"
    );
    assert_eq!(
        staff
            .hr
            .gql(probe, Value::Null)
            .await
            .at("/organization/employees/totalCount"),
        0
    );
    let hr = staff.hr.gql(document, Value::Null).await;
    assert_eq!(hr.at("/organization/members/nodes").as_array().unwrap().len(), 4);
    assert_eq!(
        hr.at("/organization/employees/nodes/0/compensation"),
        &json!({ "compensationType": "COMMISSION" })
    );
    assert_eq!(hr.at("/organization/memberInvitations/totalCount"), 3);
    assert_eq!(hr.at("/organization/viewerCan"), true);
}

#[tokio::test]
async fn a_granted_permission_works_at_once_and_only_as_far_as_it_reaches() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let invite =
        |email: &str| json!({ "organizationId": staff.organization, "email": email, "displayName": "Guest" });
    let refused = staff
        .creator
        .mutate(
            "inviteMember",
            invite("g1@example.com"),
            "memberInvitation { id }",
        )
        .await;
    assert_eq!(refused.error_code(), "FORBIDDEN");
    let granted = staff
        .owner
        .mutate(
            "grantPermission",
            json!({ "memberId": staff.member_ids[2], "permission": "INVITE_MEMBERS", "scope": "OWN" }),
            "permissionGrant { id member { displayName } }",
        )
        .await;
    let grant = granted.payload()["permissionGrant"]["id"].clone();
    staff
        .creator
        .mutate(
            "inviteMember",
            invite("g1@example.com"),
            "memberInvitation { id }",
        )
        .await
        .payload();
    let others = staff
        .owner
        .mutate(
            "inviteMember",
            invite("g2@example.com"),
            "memberInvitation { id }",
        )
        .await;
    let others = others.payload()["memberInvitation"]["id"].clone();
    let seen = staff
        .creator
        .gql(
            "{ organization(slug: \"alpha\") { memberInvitations { nodes { email } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        seen.at("/organization/memberInvitations/nodes"),
        &json!([{ "email": "g1@example.com" }])
    );
    let foreign = staff
        .creator
        .mutate(
            "revokeMemberInvitation",
            json!({ "id": others }),
            "memberInvitation { id }",
        )
        .await;
    assert_eq!(foreign.refusals(), ["NOT_FOUND id"]);
    staff
        .owner
        .mutate("revokePermission", json!({ "id": grant }), "revokedId")
        .await
        .payload();
    let refused = staff
        .creator
        .mutate(
            "inviteMember",
            invite("g3@example.com"),
            "memberInvitation { id }",
        )
        .await;
    assert_eq!(refused.error_code(), "FORBIDDEN");
    app.deliver().await;
}

#[tokio::test]
async fn two_editors_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let change = |name: &str, version: i32| json!({ "id": staff.member_ids[3], "displayName": name, "expectedVersion": version });
    staff
        .owner
        .mutate("updateMember", change("First", 1), "member { version }")
        .await
        .payload();
    let late = staff
        .hr
        .mutate("updateMember", change("Second", 1), "member { version }")
        .await;
    assert_eq!(late.refusals(), ["VERSION_CONFLICT expectedVersion"]);
    assert_eq!(late.params()["currentVersion"], 2);
}

#[tokio::test]
async fn leaving_ends_the_employment_and_keeps_the_history() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let last = staff
        .owner
        .mutate(
            "leaveOrganization",
            json!({ "organizationId": staff.organization }),
            "memberId",
        )
        .await;
    assert_eq!(last.refusals(), ["LAST_OWNER"]);
    staff
        .creator
        .mutate(
            "leaveOrganization",
            json!({ "organizationId": staff.organization }),
            "memberId",
        )
        .await
        .payload();
    let gone = staff
        .owner
        .gql(
            "query($m: ID!, $e: ID!) { m: node(id: $m) { ... on Member { status isEmployee } } e: node(id: $e) { ... on Employee { status } } }",
            json!({ "m": staff.member_ids[2], "e": staff.employee_ids[2] }),
        )
        .await;
    assert_eq!(
        gone.data(),
        &json!({ "m": { "status": "LEFT", "isEmployee": false }, "e": { "status": "TERMINATED" } })
    );
    let outside = staff
        .creator
        .gql("{ organization(slug: \"alpha\") { id } }", Value::Null)
        .await;
    assert_eq!(outside.at("/organization"), &Value::Null);
}

#[tokio::test]
async fn many_nodes_cost_what_their_kinds_cost() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Member { displayName } } }";
    let mut ids = staff.member_ids.to_vec();
    let four = staff.owner.gql(document, json!({ "ids": ids })).await;
    assert_eq!(four.at("/nodes/3/displayName"), "member");
    // The session, where the members are, their organization, the members.
    assert!(four.statements <= 4, "{}", four.statements);
    ids.extend(staff.employee_ids.iter().cloned());
    ids.push(staff.organization.clone());
    let mixed = staff.owner.gql(document, json!({ "ids": ids })).await;
    let shown: Vec<_> = mixed
        .at("/nodes")
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ids);
    assert!(mixed.statements <= 6, "{}", mixed.statements);
}
