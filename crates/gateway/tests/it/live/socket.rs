//! The protocol graphql-transport-ws, its close codes, and what a socket may not do.

use super::{EVENTS, client::Socket, event, invite, patient, text};
use gateway::LiveSettings;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{Listening, Staff, TestApp};
use tokio_tungstenite::tungstenite::{Message, protocol::CloseFrame};

const TYPENAME: &str = "{ __typename }";

#[tokio::test]
async fn a_conversation() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes(patient())).await;
    let mut socket = Socket::ready(server.address, staff.owner.token()).await;

    socket.say(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(
        socket.hear().await,
        json!({ "type": "pong", "payload": { "n": 1 } })
    );
    socket.say(json!({ "type": "pong" })).await;

    app.clock.advance(chrono::Duration::seconds(1));
    invite(&staff, &staff.hr, "first").await;
    let last = "query($s: String!) { organization(slug: $s) { events(first: 1) { nodes { id } } } }";
    socket.subscribe("q", last, json!({ "s": "alpha" })).await;
    let answer = socket.hear().await;
    assert_eq!((&answer["type"], &answer["id"]), (&json!("next"), &json!("q")));
    let seen = text(&answer["payload"]["data"]["organization"]["events"]["nodes"][0]["id"]);
    assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "q" }));

    socket
        .subscribe("s", EVENTS, json!({ "id": staff.organization, "after": seen }))
        .await;
    let invitation = invite(&staff, &staff.hr, "guest").await;
    let answer = socket.hear().await;
    assert_eq!((&answer["type"], &answer["id"]), (&json!("next"), &json!("s")));
    assert_eq!(event(&answer["payload"])["subjectId"], invitation);

    // Mutations too; and what is being followed goes on beside them.
    let rename = "mutation($i: UpdateOrganizationInput!) { updateOrganization(input: $i) { organization { name } userErrors { code } } }";
    let input = json!({ "i": { "id": staff.organization, "name": "Omega", "expectedVersion": 1 } });
    socket.subscribe("m", rename, input).await;
    let mut kinds = Vec::new();
    for _ in 0..3 {
        let message = socket.hear().await;
        kinds.push(format!("{} {}", text(&message["id"]), text(&message["type"])));
    }
    kinds.sort();
    assert_eq!(kinds, ["m complete", "m next", "s next"]);

    socket.say(json!({ "type": "complete", "id": "s" })).await;
    invite(&staff, &staff.hr, "another").await;
    assert!(socket.is_quiet().await);
    // The id is free again.
    socket.subscribe("s", TYPENAME, Value::Null).await;
    assert_eq!(
        socket.hear().await["payload"]["data"],
        json!({ "__typename": "Query" })
    );
    assert_eq!(socket.hear().await["type"], "complete");
    // A farewell is answered.
    let farewell = CloseFrame {
        code: 1000.into(),
        reason: "".into(),
    };
    socket.send(Message::Close(Some(farewell))).await;
    assert_eq!(socket.closed().await, 1000);
    app.deliver().await;
}

#[tokio::test]
async fn what_cannot_begin_is_an_error_and_ends_nothing_else() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(LiveSettings {
        max_operations: 0,
        ..patient()
    }))
    .await;
    let mut full = Socket::ready(server.address, None).await;
    full.subscribe("1", TYPENAME, Value::Null).await;
    let refused = full.hear().await;
    assert_eq!(refused["type"], "error");
    assert_eq!(refused["payload"][0]["extensions"]["code"], "LIMIT_EXCEEDED");

    let server = Listening::start(app.routes(patient())).await;
    let mut socket = Socket::ready(server.address, None).await;
    let deep = format!("{{ {} id {} }}", "viewer { ".repeat(30), "}".repeat(30));
    for (query, expected) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "query A { __typename } query B { __typename }",
            "OPERATION_RESOLUTION_FAILURE",
        ),
        (&deep, "LIMIT_EXCEEDED"),
        (
            "subscription { a: __typename b: __typename }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
    ] {
        socket.subscribe("1", query, Value::Null).await;
        let refused = socket.hear().await;
        assert_eq!(
            (&refused["type"], &refused["id"]),
            (&json!("error"), &json!("1")),
            "{query}"
        );
        assert_eq!(refused["payload"][0]["extensions"]["code"], expected, "{query}");
        assert!(refused["payload"][0]["extensions"]["requestId"].is_string());
    }
    socket
        .subscribe("1", EVENTS, json!({ "id": "organization_1" }))
        .await;
    let answer = socket.hear().await;
    assert_eq!(
        answer["payload"]["errors"][0]["extensions"]["code"],
        "BAD_USER_INPUT"
    );
    assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "1" }));
}

/// Each with what is said, and the code of the farewell.
#[tokio::test]
async fn what_breaks_the_protocol_closes_the_socket() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(patient())).await;
    let init = || json!({ "type": "connection_init" });
    let subscribe = |id: &str| json!({ "type": "subscribe", "id": id, "payload": { "query": TYPENAME } });

    for (messages, code) in [
        (vec![subscribe("1")], 4401),
        (vec![init(), init()], 4429),
        (vec![json!("text")], 4400),
        (vec![json!({ "type": "start" })], 4400),
        (vec![json!({ "payload": {} })], 4400),
        (
            vec![json!({ "type": "connection_init", "payload": "text" })],
            4400,
        ),
        (
            vec![json!({ "type": "connection_init", "payload": { "authorization": 5 } })],
            4403,
        ),
        (
            vec![json!({ "type": "connection_init", "payload": { "authorization": "Bearer vms_no" } })],
            4403,
        ),
        (vec![json!({ "type": "ping", "payload": [] })], 4400),
        (
            vec![json!({ "type": "ping", "payload": { "x": "x".repeat(4 * 1024) } })],
            4400,
        ),
        (vec![init(), json!({ "type": "subscribe", "id": "1" })], 4400),
        (
            vec![init(), json!({ "type": "subscribe", "id": "1", "payload": {} })],
            4400,
        ),
        (
            vec![
                init(),
                json!({ "type": "subscribe", "id": 1, "payload": { "query": TYPENAME } }),
            ],
            4400,
        ),
        (vec![init(), subscribe("")], 4400),
        (vec![init(), subscribe(&"x".repeat(129))], 4400),
        (vec![init(), json!({ "type": "complete" })], 4400),
    ] {
        let mut socket = Socket::open(server.address).await;
        for message in &messages {
            socket.say(message.clone()).await;
        }
        if messages.len() == 2 {
            assert_eq!(socket.hear().await["type"], "connection_ack");
        }
        assert_eq!(socket.closed().await, code, "{messages:?}");
    }
    let huge = format!(
        "{{\"type\":\"ping\",\"payload\":{{\"x\":\"{}\"}}}}",
        "x".repeat(2 * 1024 * 1024)
    );
    for (message, code) in [
        (Message::binary(vec![1, 2, 3]), 4400),
        (Message::text("{"), 4400),
        (Message::text(""), 4400),
        (Message::text(huge), 1009),
    ] {
        let mut socket = Socket::open(server.address).await;
        socket.send(message).await;
        assert_eq!(socket.closed().await, code);
    }
    let mut socket = Socket::open_with(server.address, &[]).await.unwrap();
    assert_eq!(socket.closed().await, 4406);
}

/// Three hundred messages would have to take a minute.
#[tokio::test]
async fn a_socket_that_never_stops_talking_is_closed() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(LiveSettings {
        max_messages_per_second: 5,
        ..patient()
    }))
    .await;
    let mut socket = Socket::ready(server.address, None).await;
    for _ in 0..300 {
        socket.say(json!({ "type": "pong" })).await;
    }
    assert_eq!(socket.closed().await, 1008);
}

#[tokio::test]
async fn an_id_that_still_runs_is_not_given_twice() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let server = Listening::start(app.routes(patient())).await;
    let mut socket = Socket::ready(server.address, staff.owner.token()).await;
    for _ in 0..2 {
        socket
            .subscribe("1", EVENTS, json!({ "id": staff.organization }))
            .await;
    }
    assert_eq!(socket.closed().await, 4409);
}

#[tokio::test]
async fn a_socket_that_says_nothing_is_closed() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(LiveSettings {
        init_timeout: Duration::from_secs(1),
        ..patient()
    }))
    .await;
    let mut silent = Socket::open(server.address).await;
    let mut chatting = Socket::open(server.address).await;
    chatting.say(json!({ "type": "ping" })).await;
    assert_eq!(chatting.hear().await["type"], "pong");
    assert_eq!(silent.closed().await, 4408);
    assert_eq!(chatting.closed().await, 4408, "pings are no initialisation");
    let mut ready = Socket::ready(server.address, None).await;
    assert!(ready.is_quiet().await, "it has until for ever now");
}

#[tokio::test]
async fn sockets_are_counted() {
    let app = TestApp::new().await;
    let ann = app.person("ann").await;
    let server = Listening::start(app.routes(LiveSettings {
        max_per_user: 1,
        max_per_address: 3,
        ..patient()
    }))
    .await;
    let first = Socket::ready(server.address, ann.token()).await;
    let mut second = Socket::open(server.address).await;
    let authorization = format!("Bearer {}", ann.token().unwrap());
    second
        .say(json!({ "type": "connection_init", "payload": { "authorization": authorization } }))
        .await;
    assert_eq!(second.closed().await, 1013);
    drop(second);
    let _third = Socket::ready(server.address, None).await;
    let opened = async {
        // The places of those who are gone become free in a moment; one more than three never is.
        let mut open = Vec::new();
        while open.is_empty() {
            open.extend(Socket::open_with(server.address, &[]).await.ok());
        }
        open
    };
    let open = tokio::time::timeout(Duration::from_secs(20), opened)
        .await
        .unwrap();
    assert_eq!(Socket::open_with(server.address, &[]).await.err(), Some(429));
    drop((first, open));
}

#[tokio::test]
async fn a_session_opens_a_socket_and_its_end_closes_it() {
    let app = TestApp::new().await;
    app.person("ann").await;
    let server = Listening::start(app.routes(patient())).await;
    let query = "{ viewer { user { email } } }";
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let ann = app.sign_in("ann@example.com").await;
    let cookie = format!("volmify_session={}", ann.token().unwrap());
    let bearer = format!("Bearer {}", ann.token().unwrap());
    for (headers, email) in [
        (
            vec![protocol, ("cookie", &*cookie), ("origin", "http://volmify.test")],
            json!("ann@example.com"),
        ),
        (vec![protocol, ("cookie", &*cookie)], json!("ann@example.com")),
        (
            vec![protocol, ("authorization", &*bearer)],
            json!("ann@example.com"),
        ),
        (vec![protocol, ("cookie", "volmify_session=vms_old")], Value::Null),
        (
            vec![protocol, ("origin", "https://elsewhere.example")],
            Value::Null,
        ),
    ] {
        let mut socket = Socket::open_with(server.address, &headers).await.unwrap();
        socket.say(json!({ "type": "connection_init" })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket.subscribe("1", query, Value::Null).await;
        let answer = socket.hear().await;
        let found = answer["payload"]["data"].pointer("/viewer/user/email");
        assert_eq!(found.unwrap_or(&Value::Null), &email, "{headers:?}");
    }
    let foreign = [protocol, ("cookie", &*cookie), ("origin", "https://evil.example")];
    let mut socket = Socket::open_with(server.address, &foreign).await.unwrap();
    socket.say(json!({ "type": "connection_init" })).await;
    assert_eq!(socket.closed().await, 4403, "another site's page has opened it");

    let mut socket = Socket::ready(server.address, ann.token()).await;
    ann.gql("mutation { signOut { done } }", Value::Null).await.data();
    assert_eq!(socket.closed().await, 4403);
}

#[tokio::test]
async fn sockets_are_told_when_the_server_stops() {
    let app = TestApp::new().await;
    let live = patient();
    let server = Listening::start(app.routes(live.clone())).await;
    let mut ready = Socket::ready(server.address, None).await;
    let mut opened = Socket::open(server.address).await;
    live.stopping.begin();
    assert_eq!(ready.closed().await, 1001);
    assert_eq!(opened.closed().await, 1001);
    drop((ready, opened));
    tokio::time::timeout(Duration::from_secs(20), live.stopping.ended())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_client_that_is_no_longer_there_is_noticed() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(LiveSettings {
        keep_alive: Duration::from_millis(500),
        ..patient()
    }))
    .await;
    let mut socket = Socket::ready(server.address, None).await;
    // Whoever reads answers pings.
    for _ in 0..6 {
        assert!(socket.is_quiet().await);
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(socket.closed().await, 1001, "and whoever does not is gone");
}

/// By RFC 8441, as browsers do it where they have such a connection already.
#[tokio::test]
async fn a_socket_can_be_a_stream_of_http_2() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(patient())).await;
    let stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let (client, mut connection) = h2::client::handshake(stream).await.unwrap();
    let ping = connection.ping_pong();
    let connection = tokio::spawn(connection);
    // The server has told its settings before it answers.
    ping.unwrap().ping(h2::Ping::opaque()).await.unwrap();
    let mut client = client.ready().await.unwrap();
    assert!(client.is_extended_connect_protocol_enabled());
    for (protocol, status) in [("websocket", 200), ("other", 400)] {
        let request = axum::http::Request::builder()
            .method("CONNECT")
            .uri(format!("http://{}/graphql", server.address))
            .header("sec-websocket-version", "13")
            .header("sec-websocket-protocol", "graphql-transport-ws")
            .extension(h2::ext::Protocol::from(protocol));
        let (response, _socket) = client.send_request(request.body(()).unwrap(), false).unwrap();
        let response = response.await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{protocol}");
        client = client.ready().await.unwrap();
    }
    drop(client);
    connection.abort();
}
