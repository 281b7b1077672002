//! Subscriptions, over sockets and over streams, against a server that really listens.

mod apart;
mod client;
mod feed;
mod paid;
mod socket;
mod stream;

pub(crate) use client::{Events, Socket};
use gateway::LiveSettings;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{Person, Staff};

pub(crate) const EVENTS: &str = "subscription($id: ID!, $after: ID, $filter: EventFilter) {
    organizationEvents(organizationId: $id, after: $after, filter: $filter) { id action subjectId actor { id } } }";

/// As served, but nothing is looked at unless something rings: a test that passes has heard it ring.
pub(crate) fn patient() -> LiveSettings {
    LiveSettings {
        check_every: Duration::from_mins(10),
        ..LiveSettings::default()
    }
}

/// Invites somebody: one event in the organization.
async fn invite(staff: &Staff<'_>, who: &Person<'_>, name: &str) -> String {
    let invited = who
        .mutate(
            "inviteMember",
            json!({ "organizationId": staff.organization, "email": format!("{name}@example.com"), "displayName": name }),
            "memberInvitation { id }",
        )
        .await;
    text(&invited.payload()["memberInvitation"]["id"])
}

async fn suspend(staff: &Staff<'_>, member: &str) {
    staff
        .owner
        .mutate(
            "suspendMember",
            json!({ "id": member, "reason": "a test" }),
            "member { id }",
        )
        .await
        .payload();
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// The event in an answer of the feed.
fn event(answer: &Value) -> &Value {
    assert!(answer.get("errors").is_none(), "{answer:#}");
    &answer["data"]["organizationEvents"]
}

/// The code of the only error of an answer.
pub(crate) fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("no error in {answer:#}"))
}
