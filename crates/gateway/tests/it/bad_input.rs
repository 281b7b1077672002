//! Input that wants to be much work: each is refused with the right status or code, and the server goes on answering.

use crate::live::{Events, Socket, code, patient};
use axum::body::{Body, Bytes};
use futures::StreamExt;
use gateway::LiveSettings;
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use testkit::{Answer, Listening, Person, Staff, TestApp};

/// Another client is answered.
async fn assert_answers(address: SocketAddr) {
    let mut events = Events::post(address, None, "{ __typename }", Value::Null).await;
    assert_eq!(events.answer().await["data"], json!({ "__typename": "Query" }));
}

#[tokio::test]
async fn a_body_of_20_mb_is_refused_unread() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(patient())).await;
    for headers in [
        "content-type: application/json\r\ncontent-length: 20971520",
        "content-type: multipart/form-data; boundary=b\r\ngraphql-require-preflight: 1\r\ncontent-length: 1073741824",
    ] {
        let request = format!("POST /graphql HTTP/1.0\r\nhost: x\r\n{headers}\r\n\r\n");
        let mut events = Events::send(server.address, &request).await;
        assert_eq!(events.status(), "413", "{headers}");
        let body: Value = serde_json::from_str(&events.rest().await).unwrap();
        assert_eq!(code(&body), "BAD_REQUEST");
        assert!(
            body["errors"][0]["message"].as_str().unwrap().contains("bytes"),
            "{body}"
        );
    }
    assert_answers(server.address).await;
}

/// Twenty megabytes that nobody has announced: no more is taken than the limit allows.
#[tokio::test]
async fn a_body_is_dropped_at_the_limit() {
    let app = TestApp::new().await;
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let body = futures::stream::repeat(Bytes::from(vec![b' '; 64 * 1024]))
        .take(320)
        .map(move |part| {
            counted.fetch_add(part.len(), Ordering::Relaxed);
            Ok::<_, std::io::Error>(part)
        });
    let mut request = TestApp::request("", &Value::Null, &[]);
    *request.body_mut() = Body::from_stream(body);
    let answer = app.send(request).await;
    assert_eq!(
        (answer.status.as_u16(), answer.error_code()),
        (413, "BAD_REQUEST")
    );
    assert!(taken.load(Ordering::Relaxed) <= 2 * 1024 * 1024);
}

#[tokio::test]
async fn a_batch_of_1000_is_refused_whole() {
    let app = TestApp::new().await;
    let statements = app.store.statements();
    let batch = json!(vec![json!({ "query": "{ viewer { user { id } } }" }); 1_000]);
    let mut request = TestApp::request("", &Value::Null, &[]);
    *request.body_mut() = Body::from(batch.to_string());
    let answer = app.send(request).await;
    assert_eq!(
        (answer.status.as_u16(), answer.error_code()),
        (400, "BAD_REQUEST")
    );
    assert_eq!(app.store.statements(), statements);
}

/// On the product's own schema; each names the limit it runs into, and none asks the database for more than who it is.
#[tokio::test]
async fn bombs_are_refused_by_the_limit_they_run_into() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let many = |text: &str, times: usize| {
        (0..times)
            .map(|number| text.replace('#', &number.to_string()))
            .collect::<String>()
    };
    let laughs = (0..20).map(|number| {
        let next = format!(" ...f{}", number + 1).repeat(10);
        format!(" fragment f{number} on Query {{{next} }}")
    });
    let laughs = format!(
        "{{ ...f0 }}{} fragment f20 on Query {{ __typename }}",
        laughs.collect::<String>()
    );
    let types = "fields { type { ".repeat(6);
    let circle = format!(
        "{{ __schema {{ types {{ {types} name {} }} }} }}",
        "} } ".repeat(6)
    );
    let schemas = many(
        "a#: __schema { types { fields { name args { name } type { name } } } } ",
        40,
    );
    let wide = many(
        "a#: fields { name description args { name description } type { name } } ",
        40,
    );
    let wide = format!("{{ __schema {{ types {{ {wide} }} }} }}");
    let nodes = many(
        "a#: possibleTypes { kind name description fields { name description } } ",
        40,
    );
    let nodes = format!("{{ __schema {{ types {{ interfaces {{ {nodes} }} }} }} }}");
    for (document, limit) in [
        (format!("{{ {} }}", many("a#: __typename ", 1_000)), "aliases"),
        (
            format!("{{ __typename {} }}", "@skip(if: false) ".repeat(1_000)),
            "directives",
        ),
        (format!("{{ {} }}", "__typename ".repeat(5_000)), "fields"),
        (laughs, "fields"),
        (circle, "introspectionLists"),
        (nodes, "introspectionLists"),
        (format!("{{ {schemas} }}"), "introspections"),
        (wide, "complexity"),
        (
            format!("mutation {{ {} }}", many("a#: signOut { done } ", 11)),
            "mutationFields",
        ),
        (many("query Q# { __typename } ", 100), "definitions"),
        ("{ a ".repeat(5_000), "brackets"),
        (
            format!(
                "{{ {} }}",
                many(
                    "a#: organization(slug: \"alpha\") { members(first: 100) { nodes { events(first: 100) { nodes { id } } } } } ",
                    20
                )
            ),
            "complexity",
        ),
    ] {
        let answer = staff.owner.gql(&document, Value::Null).await;
        assert_eq!(
            answer.error_code(),
            "LIMIT_EXCEEDED",
            "{limit}: {:#}",
            answer.body
        );
        assert_eq!(answer.body["errors"][0]["extensions"]["limit"], limit);
        assert_eq!(answer.statements, 1, "{limit}: only the session was looked up");
    }
    for cycle in [
        "{ ...f } fragment f on Query { ...f }",
        "{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }",
    ] {
        let answer = staff.owner.gql(cycle, Value::Null).await;
        assert_eq!(answer.error_code(), "GRAPHQL_VALIDATION_FAILED", "{cycle}");
    }
}

#[tokio::test]
async fn sockets_that_never_say_who_they_are_make_room() {
    let app = TestApp::new().await;
    let server = Listening::start(app.routes(LiveSettings {
        init_timeout: Duration::from_secs(1),
        max_per_address: 40,
        ..patient()
    }))
    .await;
    let mut silent = Vec::new();
    while let Ok(socket) = Socket::open_with(
        server.address,
        &[("sec-websocket-protocol", "graphql-transport-ws")],
    )
    .await
    {
        silent.push(socket);
        assert!(silent.len() <= 40);
    }
    let closed = futures::future::join_all(silent.iter_mut().map(Socket::closed)).await;
    assert_eq!(closed, vec![4408; closed.len()]);
    drop(silent);
    let ready = async {
        let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
        while Socket::open_with(server.address, &protocol).await.is_err() {}
    };
    tokio::time::timeout(Duration::from_secs(20), ready)
        .await
        .unwrap();
}

const ATTACH: &str = "mutation($i: AddLessonAttachmentInput!) { addLessonAttachment(input: $i) { lesson { id } userErrors { code field } } }";

/// A form whose file never ends: after what comes before it, nothing follows and nobody stops waiting. It is answered before the file has arrived, or the test fails.
async fn endless(app: &TestApp, token: Option<&str>, lesson: &str) -> Answer {
    let operations = json!({ "query": ATTACH, "variables": { "i": { "lessonId": lesson, "file": null } } });
    let start = format!(
        "--b\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{operations}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{{\"0\":[\"variables.i.file\"]}}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.txt\"\r\n\r\nabc"
    );
    let authorization = token.map(|token| ("authorization", format!("Bearer {token}")));
    let headers: Vec<_> = authorization.into_iter().collect();
    let mut request = TestApp::request("", &Value::Null, &headers);
    let start = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from(start))]);
    *request.body_mut() = Body::from_stream(start.chain(futures::stream::pending()));
    let headers = request.headers_mut();
    headers.insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
    headers.insert("graphql-require-preflight", "1".parse().unwrap());
    tokio::time::timeout(Duration::from_secs(20), app.send(request))
        .await
        .unwrap()
}

/// Nobody who has not signed in gets a file read, be it one byte of it; nor whoever has nothing left to spend.
#[tokio::test]
async fn files_are_read_from_those_who_may_send_them() {
    let app = crate::rates::limited(1_000, 1_000, 0).await;
    let staff = Staff::found(&app, "alpha").await;
    let lesson = staff.course("Rust").draft().await.lessons()[0].to_owned();
    for token in [None, Some("vms_nobody")] {
        let refused = endless(&app, token, &lesson).await;
        assert_eq!(
            (refused.status.as_u16(), refused.error_code()),
            (401, "UNAUTHENTICATED"),
            "{token:?}"
        );
        assert_eq!(refused.headers["www-authenticate"], "Bearer");
    }
    let members = "{ organization(slug: \"alpha\") { members(first: 50) { nodes { id displayName } } } }";
    for document in [members, "{ viewer { user { email } } }"] {
        while staff.creator.gql(document, Value::Null).await.status.as_u16() == 200 {}
    }
    let refused = endless(&app, staff.creator.token(), &lesson).await;
    assert_eq!(
        (refused.status.as_u16(), refused.error_code()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(app.count("file").await, 0);
    app.deliver().await;
}

#[tokio::test]
async fn files_are_read_from_few_at_a_time() {
    let mut app = TestApp::new().await;
    app.router = app.routes(LiveSettings {
        max_uploads_per_user: 0,
        ..patient()
    });
    let staff = Staff::found(&app, "alpha").await;
    let lesson = staff.course("Rust").draft().await.lessons()[0].to_owned();
    let refused = endless(&app, staff.creator.token(), &lesson).await;
    assert_eq!(
        (refused.status.as_u16(), refused.error_code()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(refused.headers["retry-after"], "5");
    app.deliver().await;
}

/// Every refusal of the transport says what would have been right.
#[tokio::test]
async fn refusals_say_what_would_have_been_right() {
    let app = TestApp::new().await;
    let ann: Person<'_> = app.person("ann").await;
    let token = format!("Bearer {}", ann.token().unwrap());
    let form = "multipart/form-data; boundary=b";
    for (headers, body, status, says) in [
        (
            vec![("content-type", form)],
            "--b--",
            415,
            "GraphQL-Require-Preflight: 1",
        ),
        (
            vec![
                ("content-type", "multipart/form-data"),
                ("graphql-require-preflight", "1"),
            ],
            "",
            415,
            "boundary",
        ),
        (
            vec![("content-type", form), ("graphql-require-preflight", "1")],
            "--b\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--b--",
            400,
            "first comes `operations`",
        ),
        (
            vec![("content-type", form), ("graphql-require-preflight", "1")],
            "--b\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}",
            400,
            "ended before it was complete",
        ),
        (
            vec![("content-type", "text/plain")],
            "{}",
            415,
            "application/json",
        ),
        (
            vec![("content-type", "application/json"), ("content-encoding", "gzip")],
            "{}",
            415,
            "Content-Encoding",
        ),
        (
            vec![("content-type", "application/json"), ("accept", "image/png")],
            "{}",
            406,
            "application/graphql-response+json",
        ),
        (vec![("content-type", "application/json")], "[]", 400, "1 to 10"),
        (
            vec![("content-type", "application/json")],
            "{}",
            400,
            "`query` is missing",
        ),
        (
            vec![("content-type", "application/json")],
            "{\"query\":1}",
            400,
            "`query` must be a string",
        ),
    ] {
        let mut request = TestApp::request("", &Value::Null, &[("authorization", token.clone())]);
        for (name, value) in headers {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        *request.body_mut() = Body::from(body);
        let answer = app.send(request).await;
        assert_eq!(answer.status.as_u16(), status, "{says}: {:#}", answer.body);
        assert_eq!(answer.error_code(), "BAD_REQUEST", "{says}");
        let message = answer.body["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains(says), "{message}");
    }
}
