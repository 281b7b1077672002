//! The real binary from start to end.

use crate::{
    binary::{succeed, volmify},
    database::TestDatabase,
    process::Running,
};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

#[test]
fn it_serves_and_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Running::start(volmify(folder.path()).args(["--drain-notice", "2"]));
    assert!(server.get("/livez").starts_with("HTTP/1.1 200 "));
    let metrics = server.get("/metrics");
    assert!(metrics.contains("volmify_deliveries_pending"), "{metrics}");
    let ready = succeed(volmify(folder.path()).args(["health", "--listen", server.address()]));
    assert_eq!(ready, "ready\n");
    server.terminate();
    server.wait_for("/readyz", "503");
    assert!(server.get("/livez").starts_with("HTTP/1.1 200 "));
    assert_eq!(server.ended().code(), Some(0));
}

/// Fields inside each other are resolved inside each other on the stack of one thread, and a stack that is too small ends the process.
#[test]
fn the_deepest_operation_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let seeded = succeed(volmify(folder.path()).args(["seed", "--demo", "--json"]));
    let seeded: serde_json::Value = serde_json::from_str(&seeded).unwrap();
    let token = seeded["users"]["ana@alpenglow.example"]["sessionToken"]
        .as_str()
        .unwrap();
    let server = Running::start(volmify(folder.path()).args(["--no-demo", "--max-depth", "100"]));
    // 32 selection sets, which no setting exceeds.
    let nested = (0..15).fold("id".to_owned(), |inner, _| {
        format!("viewerMember {{ organization {{ {inner} }} }}")
    });
    let query = format!("{{ organization(slug: \"alpenglow\") {{ {nested} }} }}");
    let body = serde_json::json!({ "query": query }).to_string();
    let answer = server.graphql(token, &body);
    assert!(answer.contains("{\"id\":\"organization_"), "{answer}");
    assert!(server.get("/livez").starts_with("HTTP/1.1 200 "));
}

/// A socket has left the hands of the HTTP server, and still the process does not end without a word to it.
#[test]
fn sockets_hear_of_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Running::start(volmify(folder.path()).args(["--no-demo", "--drain-notice", "0"]));
    let mut socket = TcpStream::connect(server.address()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let handshake = format!(
        "GET /graphql HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
        server.address()
    );
    socket.write_all(handshake.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    assert!(
        head.starts_with(b"HTTP/1.1 101 "),
        "{}",
        String::from_utf8_lossy(&head)
    );
    server.terminate();
    let mut farewell = [0; 4];
    socket.read_exact(&mut farewell).unwrap();
    let [kind, _length, high, low] = farewell;
    assert_eq!((kind, u16::from_be_bytes([high, low])), (0x88, 1001));
    drop(socket);
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn a_second_start_finds_everything_in_place() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let mut server = Running::start(volmify(folder.path()).args(["--drain-notice", "0"]));
        server.terminate();
        assert_eq!(server.ended().code(), Some(0));
    }
    assert_eq!(
        succeed(volmify(folder.path()).arg("migrate")),
        "nothing to apply, the database is up to date\n"
    );
}

#[tokio::test]
async fn replicas_start_together() {
    let database = TestDatabase::empty().await;
    let start = || {
        let folder = database.folder.path();
        let mut command = volmify(folder);
        command
            .args(["--no-demo", "--drain-notice", "0"])
            .env("VOLMIFY_DATABASE_URL", &database.settings.url);
        std::thread::spawn(move || {
            let mut server = Running::start(&mut command);
            server.terminate();
            assert_eq!(server.ended().code(), Some(0));
        })
    };
    for replica in [start(), start(), start()] {
        replica.join().unwrap();
    }
}

#[test]
fn without_a_server_the_health_check_fails() {
    let folder = tempfile::tempdir().unwrap();
    let status = volmify(folder.path())
        .args(["health", "--listen", "127.0.0.1:1"])
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
}

/// Neither nothing at all, nor half a head of either version of HTTP, keeps a connection for ever.
#[test]
fn connections_that_ask_nothing_are_closed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(volmify(folder.path()).args(["--no-demo", "--first-request-timeout", "1"]));
    let started: Vec<_> = [
        "",
        "GET /livez HTTP/1.1\r\nHost: x\r\nX-Half: ",
        "PRI * HTTP/2.0\r\n",
    ]
    .into_iter()
    .map(|start| {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(start.as_bytes()).unwrap();
        (start, stream)
    })
    .collect();
    for (start, mut stream) in started {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(String::from_utf8_lossy(&answer), "", "{start:?}");
    }
    assert!(server.get("/livez").starts_with("HTTP/1.1 200 "));
}

/// Who is one too many waits until there is room.
#[test]
fn there_are_as_many_connections_as_there_may_be() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(volmify(folder.path()).args(["--no-demo", "--max-clients", "1"]));
    let ask = |stream: &mut TcpStream| {
        let request = format!("GET /livez HTTP/1.1\r\nHost: {}\r\n\r\n", server.address());
        stream.write_all(request.as_bytes()).unwrap();
    };
    let mut answer = [0; 12];
    let mut first = TcpStream::connect(server.address()).unwrap();
    ask(&mut first);
    first.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    let mut second = TcpStream::connect(server.address()).unwrap();
    ask(&mut second);
    second.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    second.read_exact(&mut answer).unwrap_err();
    drop(first);
    second.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    second.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}
