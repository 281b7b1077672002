//! Joining a public organization, as customers do before they buy.

use serde_json::json;
use testkit::{Person, Staff, TestApp};

async fn join(person: &Person<'_>, staff: &Staff<'_>) -> testkit::Answer {
    let input = json!({ "organizationId": staff.organization });
    person
        .mutate("joinOrganization", input, "member { id accessRole status }")
        .await
}

async fn open(staff: &Staff<'_>) {
    let input = json!({ "id": staff.organization, "isPublic": true });
    staff
        .owner
        .mutate("updateOrganization", input, "organization { id }")
        .await
        .payload();
}

#[tokio::test]
async fn customers_join_public_organizations_by_themselves() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let marko = app.person("marko").await;
    assert_eq!(
        join(&marko, &staff).await.refusals(),
        ["NOT_FOUND organizationId"]
    );
    open(&staff).await;
    let events = app.count("event").await;
    let joined = join(&marko, &staff).await;
    assert_eq!(joined.payload()["member"]["accessRole"], "MEMBER");
    assert_eq!(app.count("event").await, events + 1);
    // Again, and by somebody who is more than a member: nothing changes.
    let again = join(&marko, &staff).await;
    assert_eq!(again.payload()["member"]["id"], joined.payload()["member"]["id"]);
    let owner = join(&staff.owner, &staff).await;
    assert_eq!(owner.payload()["member"]["accessRole"], "OWNER");
    assert_eq!(app.count("event").await, events + 1);
}

#[tokio::test]
async fn who_left_comes_back_and_who_was_put_out_does_not() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    open(&staff).await;
    let marko = app.person("marko").await;
    let id = join(&marko, &staff).await.payload()["member"]["id"].clone();
    let left = marko.mutate(
        "leaveOrganization",
        json!({ "organizationId": staff.organization }),
        "memberId",
    );
    left.await.payload();
    assert_eq!(join(&marko, &staff).await.payload()["member"]["id"], id);
    for (mutation, status) in [("suspendMember", "SUSPENDED"), ("removeMember", "REMOVED")] {
        let out = staff
            .owner
            .mutate(mutation, json!({ "id": id, "reason": "x" }), "member { status }")
            .await;
        assert_eq!(out.payload()["member"]["status"], status);
        let refused = join(&marko, &staff).await;
        assert_eq!(refused.refusals(), ["MEMBER_NOT_ACTIVE"]);
        assert_eq!(refused.params(), &json!({ "status": status }));
    }
    let anonymous = join(&app.anonymous(), &staff).await;
    assert_eq!(anonymous.error_code(), "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_requests_make_one_member() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    open(&staff).await;
    let marko = app.person("marko").await;
    let (members, events) = (app.count("member").await, app.count("event").await);
    let joining = (0..50).map(|_| join(&marko, &staff));
    for answer in futures::future::join_all(joining).await {
        answer.payload();
    }
    assert_eq!(app.count("member").await, members + 1);
    assert_eq!(app.count("event").await, events + 1);
}
