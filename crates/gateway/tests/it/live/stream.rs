//! GraphQL over server-sent events, in distinct connections.

use super::{EVENTS, client::Events, code, event, invite, patient};
use gateway::LiveSettings;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{Listening, Staff, TestApp};

#[tokio::test]
async fn a_query_is_one_answer() {
    let app = TestApp::new().await;
    let ann = app.person("ann").await;
    let server = Listening::start(app.routes(patient())).await;
    let query = "{ viewer { user { email } } }";
    let mut events = Events::post(server.address, ann.token(), query, Value::Null).await;
    assert_eq!(events.status(), "200");
    let head = events.head.to_ascii_lowercase();
    for header in [
        "content-type: text/event-stream; charset=utf-8",
        "cache-control: no-store",
        "vary: accept",
        "x-accel-buffering: no",
        "x-content-type-options: nosniff",
    ] {
        assert!(head.contains(header), "{header} is missing in {head}");
    }
    assert_eq!(
        events.rest().await,
        "event: next\ndata: {\"data\":{\"viewer\":{\"user\":{\"email\":\"ann@example.com\"}}},\
         \"extensions\":{\"cost\":{\"requested\":3,\"limit\":20000}}}\n\nevent: complete\ndata: \n\n"
    );

    let by_get =
        "GET /graphql?query=%7B__typename%7D HTTP/1.0\r\nhost: x\r\naccept: text/event-stream\r\n\r\n";
    let mut events = Events::send(server.address, by_get).await;
    assert_eq!(events.answer().await["data"], json!({ "__typename": "Query" }));
    assert_eq!(events.next().await, Some(("complete".to_owned(), Value::Null)));
}

/// What is wrong with the document is said in the stream; what is wrong with the request, before there is one.
#[tokio::test]
async fn refusals() {
    let app = TestApp::new().await;
    let ann = app.person("ann").await;
    let server = Listening::start(app.routes(patient())).await;
    let mut events = Events::post(server.address, None, "{ nothing }", Value::Null).await;
    assert_eq!(events.status(), "200");
    let answer = events.answer().await;
    assert_eq!(code(&answer), "GRAPHQL_VALIDATION_FAILED");
    assert!(answer.get("data").is_none() && answer["errors"][0]["extensions"]["requestId"].is_string());
    assert_eq!(events.rest().await, "event: complete\ndata: \n\n");

    let cookie = format!("cookie: volmify_session={}\r\n", ann.token().unwrap());
    let head = "HTTP/1.0\r\nhost: x\r\naccept: text/event-stream\r\n";
    let post = |body: &str| {
        let length = body.len();
        format!(
            "POST /graphql {head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    };
    for (request, status, expected) in [
        (post("[{\"query\":\"{__typename}\"}]"), "400", "BAD_REQUEST"),
        (post("{\"a\": {}}"), "400", "BAD_REQUEST"),
        (
            format!("GET /graphql?query=mutation%7BsignOut%7Bdone%7D%7D {head}\r\n"),
            "405",
            "BAD_REQUEST",
        ),
        (
            format!("GET /graphql?query=%7B__typename%7D {head}{cookie}origin: https://evil.example\r\n\r\n"),
            "403",
            "BAD_REQUEST",
        ),
    ] {
        let mut events = Events::send(server.address, &request).await;
        assert_eq!(events.status(), status, "{request}");
        let body: Value = serde_json::from_str(&events.rest().await).unwrap();
        assert_eq!(code(&body), expected, "{request}");
    }

    let own =
        format!("GET /graphql?query=%7Bviewer%7Bid%7D%7D {head}{cookie}origin: http://volmify.test\r\n\r\n");
    assert_eq!(Events::send(server.address, &own).await.status(), "200");
    let plain = ann.gql(EVENTS, json!({ "id": "organization_1" })).await;
    assert_eq!(plain.error_code(), "BAD_REQUEST", "a subscription needs a stream");
}

#[tokio::test]
async fn a_cookie_cannot_be_set_on_a_stream() {
    let app = TestApp::new().await;
    app.person("ann").await;
    let server = Listening::start(app.routes(patient())).await;
    let sessions = app.count("session").await;
    let query = "mutation($i: SignInInput!) { signIn(input: $i) { token userErrors { code } } }";
    let input = json!({ "i": { "email": "ann@example.com", "password": "correct horse battery", "transport": "COOKIE" } });
    let mut events = Events::post(server.address, None, query, input).await;
    assert_eq!(code(&events.answer().await), "BAD_USER_INPUT");
    assert_eq!(app.count("session").await, sessions);
}

#[tokio::test]
async fn a_stream_is_kept_alive_counted_and_cut_off_at_the_end() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let live = LiveSettings {
        keep_alive: Duration::from_millis(50),
        max_per_user: 2,
        ..patient()
    };
    let server = Listening::start(app.routes(live.clone())).await;
    let id = json!({ "id": staff.organization });
    let post = || Events::post(server.address, staff.owner.token(), EVENTS, id.clone());
    let (mut first, second) = (post().await, post().await);
    assert_eq!((first.status(), second.status()), ("200", "200"));
    let refused = post().await;
    assert_eq!(refused.status(), "429");
    assert!(
        refused.head.to_ascii_lowercase().contains("retry-after: 5"),
        "{}",
        refused.head
    );
    drop(second);
    // The server notices with the next sign of life that nobody reads any more.
    let third = async {
        loop {
            let events = post().await;
            if events.status() == "200" {
                break events;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let third = tokio::time::timeout(Duration::from_secs(20), third)
        .await
        .unwrap();

    invite(&staff, &staff.owner, "guest").await;
    assert_eq!(event(&first.answer().await)["action"], "MEMBER_INVITED");
    tokio::time::sleep(Duration::from_millis(300)).await;
    live.stopping.begin();
    let rest = first.rest().await;
    assert!(rest.contains(":\n\n"), "{rest}");
    assert!(!rest.contains("complete"), "the client connects again");
    drop(third);
    app.deliver().await;
}
