//! Two organizations that are followed at the same time: nothing of the one arrives where the other is followed.

use super::{Socket, invite, patient, suspend};
use crate::sweep::{all_ids, ids, teach};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Listening, Staff, TestApp, TwoOrganizations};

/// Everything an event can say.
const ALL: &str = "subscription($id: ID!, $after: ID) { organizationEvents(organizationId: $id, after: $after) { id action subjectId
    occurredAt capacity actor { id } impersonator { id } before after } }";

/// Hears a feed until it tells of a subject, and gives all the ids in it.
async fn heard_until(socket: &mut Socket, feed: &str, subject: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let message = socket.hear().await;
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("next"), &json!(feed)),
            "{message:#}"
        );
        assert!(message["payload"].get("errors").is_none(), "{message:#}");
        ids(&message, &mut found);
        if message["payload"]["data"]["organizationEvents"]["subjectId"] == subject {
            return found;
        }
    }
}

/// What follows a log from its newest event: so nothing is missed, whenever the subscription begins.
async fn from_now(staff: &Staff<'_>) -> Value {
    let document = "query($s: String!) { organization(slug: $s) { events(first: 1) { nodes { id } } } }";
    let newest = staff.owner.gql(document, json!({ "s": staff.slug })).await;
    json!({ "id": staff.organization, "after": newest.text("/organization/events/nodes/0/id") })
}

/// Somebody of A becomes HR in B as well.
async fn join(app: &TestApp, world: &TwoOrganizations<'_>) -> String {
    let input = json!({ "organizationId": world.b.organization, "email": "alpha.hr@example.com", "displayName": "Both",
        "accessRole": "HR" });
    let invited = world
        .b
        .owner
        .mutate("inviteMember", input, "memberInvitation { id }")
        .await;
    invited.payload();
    let token = app.mailed_token().await;
    let accepted = world
        .a
        .hr
        .mutate(
            "acceptMemberInvitation",
            json!({ "token": token }),
            "member { id }",
        )
        .await;
    super::text(&accepted.payload()["member"]["id"])
}

async fn work(staff: &Staff<'_>) -> String {
    teach(staff).await;
    let course = staff.course("Followed").publish().await;
    crate::learning::grant(staff, &course, &staff.member_ids[3]).await;
    suspend(staff, &staff.member_ids[3]).await;
    invite(staff, &staff.owner, &format!("last.{}", staff.slug)).await
}

#[tokio::test]
async fn nothing_of_the_other_organization_arrives() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let server = Listening::start(app.routes(patient())).await;
    let mut of_a = Socket::ready(server.address, world.a.owner.token()).await;
    let mut of_b = Socket::ready(server.address, world.b.owner.token()).await;
    of_a.subscribe("a", ALL, from_now(&world.a).await).await;
    of_b.subscribe("b", ALL, from_now(&world.b).await).await;
    let (last_of_a, last_of_b) = (work(&world.a).await, work(&world.b).await);
    let heard_of_a = heard_until(&mut of_a, "a", &last_of_a).await;
    let heard_of_b = heard_until(&mut of_b, "b", &last_of_b).await;
    assert!(of_a.is_quiet().await && of_b.is_quiet().await);
    assert!(heard_of_a.len() > 15, "{heard_of_a:?}");
    let mut of_b_alone = all_ids(&world.b.owner, "beta").await;
    of_b_alone.extend(heard_of_b.clone());
    let mut of_a_alone = all_ids(&world.a.owner, "alpha").await;
    of_a_alone.extend(heard_of_a.clone());
    let nothing = Vec::<&String>::new();
    assert_eq!(heard_of_a.intersection(&of_b_alone).collect::<Vec<_>>(), nothing);
    assert_eq!(heard_of_b.intersection(&of_a_alone).collect::<Vec<_>>(), nothing);
    app.deliver().await;
}

/// Somebody who belongs to both follows both over one socket. When the one is over, so is its feed, and nothing more of it comes, while
/// the other goes on.
#[tokio::test]
async fn a_right_that_was_taken_shows_nothing_more() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let member_of_b = join(&app, &world).await;
    let server = Listening::start(app.routes(patient())).await;
    let mut both = Socket::ready(server.address, world.a.hr.token()).await;
    both.subscribe("a", ALL, from_now(&world.a).await).await;
    let seen = invite(&world.a, &world.a.owner, "seen.alpha").await;
    heard_until(&mut both, "a", &seen).await;
    both.subscribe("b", ALL, from_now(&world.b).await).await;
    let seen = invite(&world.b, &world.b.owner, "seen.beta").await;
    heard_until(&mut both, "b", &seen).await;

    suspend(&world.b, &member_of_b).await;
    let over = both.hear().await;
    assert_eq!((&over["type"], &over["id"]), (&json!("next"), &json!("b")));
    assert_eq!(over["payload"]["data"], Value::Null, "{over:#}");
    assert_eq!(over["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(both.hear().await, json!({ "type": "complete", "id": "b" }));

    invite(&world.b, &world.b.owner, "unseen.beta").await;
    let again = invite(&world.a, &world.a.owner, "again.alpha").await;
    let heard = heard_until(&mut both, "a", &again).await;
    let of_b = all_ids(&world.b.owner, "beta").await;
    let own = world.a.hr.user_id().await;
    let foreign: Vec<_> = heard.intersection(&of_b).filter(|id| **id != own).collect();
    assert_eq!(foreign, Vec::<&String>::new());
    assert!(both.is_quiet().await);
    app.deliver().await;
}

/// What cannot be seen and what is not there cannot be told apart.
#[tokio::test]
async fn a_foreign_organization_answers_like_none() {
    let app = TestApp::new().await;
    let world = TwoOrganizations::found(&app).await;
    let server = Listening::start(app.routes(patient())).await;
    let mut socket = Socket::ready(server.address, world.a.owner.token()).await;
    let mut refusal = async |variables: Value| {
        socket.subscribe("1", ALL, variables).await;
        let mut answer = socket.hear().await;
        let extensions = answer["payload"]["errors"][0]["extensions"].as_object_mut();
        extensions.unwrap().remove("requestId").unwrap();
        assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "1" }));
        answer
    };
    let unknown = "organization_01jzzzzzzzzzzzzzzzzzzzzzzz";
    let (foreign, none) = (
        refusal(json!({ "id": world.b.organization })).await,
        refusal(json!({ "id": unknown })).await,
    );
    assert_eq!(foreign["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(foreign, none);

    let newest = "{ organization(slug: \"beta\") { events(first: 1) { nodes { id } } } }";
    let theirs = world
        .b
        .owner
        .gql(newest, Value::Null)
        .await
        .text("/organization/events/nodes/0/id");
    let after = |event: &str| json!({ "id": world.a.organization, "after": event });
    let (foreign, none) = (
        refusal(after(&theirs)).await,
        refusal(after("event_01jzzzzzzzzzzzzzzzzzzzzzzz")).await,
    );
    assert_eq!(foreign["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(foreign, none);
    app.deliver().await;
}
