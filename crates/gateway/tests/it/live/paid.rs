//! What operations over connections cost.

use super::{EVENTS, Events, Socket, code, event, invite, patient};
use crate::rates::{limited, rates};
use chrono::Duration;
use gateway::LiveSettings;
use serde_json::{Value, json};
use testkit::{Listening, Staff};

const MEMBERS: &str = "{ organization(slug: \"alpha\") { members(first: 50) { nodes { id displayName } } } }";

#[tokio::test]
async fn an_operation_that_cannot_be_paid_ends_and_the_socket_stays() {
    let app = limited(1_000, 1_000, 0).await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes_limited(patient(), rates(1_000, 1_000, 0))).await;
    let mut socket = Socket::ready(server.address, staff.owner.token()).await;
    socket
        .subscribe("feed", EVENTS, json!({ "id": staff.organization }))
        .await;
    let mut answered = 0;
    let refused = loop {
        socket.subscribe("1", MEMBERS, Value::Null).await;
        let message = socket.hear().await;
        if message["type"] == "error" {
            break message;
        }
        assert_eq!(message["payload"]["extensions"]["cost"]["limit"], 20_000);
        assert!(
            message["payload"]["extensions"]["cost"]["remaining"].is_u64(),
            "{message:#}"
        );
        assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "1" }));
        answered += 1;
    };
    assert!((1..20).contains(&answered), "{answered}");
    assert_eq!(refused["id"], "1");
    let told = &refused["payload"][0]["extensions"];
    assert_eq!(
        (&told["code"], &told["policy"]),
        (&json!("RATE_LIMITED"), &json!("user"))
    );
    let seconds = told["retryAfterSeconds"].as_i64().unwrap();
    // The feed has paid when it began; others cause what it shows.
    let invited = invite(&staff, &staff.hr, "guest").await;
    let shown = socket.hear().await;
    assert_eq!(event(&shown["payload"])["subjectId"], invited);
    app.clock.advance(Duration::seconds(seconds));
    socket.subscribe("1", MEMBERS, Value::Null).await;
    let again = socket.hear().await;
    assert_eq!(
        (&again["type"], &again["id"]),
        (&json!("next"), &json!("1")),
        "{again:#}"
    );
    app.deliver().await;
}

#[tokio::test]
async fn a_stream_that_cannot_be_paid_does_not_begin() {
    let app = limited(1_000, 1_000, 0).await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes_limited(patient(), rates(1_000, 1_000, 0))).await;
    let mut refused = loop {
        let events = Events::post(server.address, staff.owner.token(), MEMBERS, Value::Null).await;
        let head = events.head.to_ascii_lowercase();
        assert!(head.contains("ratelimit-policy: \"user\";q=1000;w=60"), "{head}");
        if events.status() != "200" {
            break events;
        }
    };
    assert_eq!(refused.status(), "429");
    assert!(
        refused.head.to_ascii_lowercase().contains("retry-after: "),
        "{}",
        refused.head
    );
    let body: Value = serde_json::from_str(&refused.rest().await).unwrap();
    assert_eq!(code(&body), "RATE_LIMITED");
}

/// What nobody can read closes the socket, and costs whoever sent it.
#[tokio::test]
async fn rubbish_on_sockets_costs() {
    let app = limited(1_000, 100, 0).await;
    let server = Listening::start(app.routes_limited(patient(), rates(1_000, 100, 0))).await;
    let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
    let mut opened = 0;
    let status = loop {
        match Socket::open_with(server.address, &protocol).await {
            Ok(mut socket) => {
                opened += 1;
                socket.say(json!({ "type": "nonsense" })).await;
                assert_eq!(socket.closed().await, 4400);
            }
            Err(status) => break status,
        }
    };
    // Each has one point for the door and twenty for the message; what is left then is enough for the door.
    assert_eq!((status, opened), (429, 4 + 16));
    app.clock.advance(Duration::minutes(1));
    Socket::ready(server.address, None).await;
}

/// An operation beyond those that a socket may run has been sent and read.
#[tokio::test]
async fn operations_beyond_the_limit_of_a_socket_cost() {
    let app = limited(1_000, 100, 0).await;
    let none = LiveSettings {
        max_operations: 0,
        ..patient()
    };
    let server = Listening::start(app.routes_limited(none, rates(1_000, 100, 0))).await;
    let mut socket = Socket::ready(server.address, None).await;
    for _ in 0..4 {
        socket.subscribe("1", "{ __typename }", Value::Null).await;
        assert_eq!(
            socket.hear().await["payload"][0]["extensions"]["code"],
            "LIMIT_EXCEEDED"
        );
    }
    // Eighty of these, and a point for the door; with what is left other doors are opened.
    let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
    let mut opened = 0;
    while Socket::open_with(server.address, &protocol).await.is_ok() {
        opened += 1;
        assert!(opened <= 19);
    }
    assert_eq!(opened, 19);
}
