//! Messages to a server on this machine.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use webhooks::{Answer, Message, Reach, SendError, Sender, TargetError};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_string, header, method, path},
};

fn to(url: String) -> Message {
    Message {
        url,
        id: "event_1".to_owned(),
        timestamp: 1_614_265_330,
        signature: "v1,one v1,two".to_owned(),
        body: "{\"type\":\"order.paid\"}".to_owned(),
    }
}

fn anywhere() -> Sender {
    Sender::new(Reach::Anywhere).unwrap()
}

#[tokio::test]
async fn a_message_arrives_with_its_headers() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/hooks"))
        .and(header("content-type", "application/json"))
        .and(header("webhook-id", "event_1"))
        .and(header("webhook-timestamp", "1614265330"))
        .and(body_string("{\"type\":\"order.paid\"}"))
        .respond_with(ResponseTemplate::new(202))
        .expect(1)
        .mount(&server)
        .await;
    let answer = anywhere().send(to(format!("{}/hooks", server.uri()))).await;
    assert_eq!(answer, Ok(Answer { status: 202 }));
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].headers["webhook-signature"], "v1,one v1,two");
}

#[tokio::test]
async fn redirects_are_answers() {
    let server = MockServer::start().await;
    let elsewhere = ResponseTemplate::new(307).insert_header("location", format!("{}/other", server.uri()));
    Mock::given(path("/hooks"))
        .respond_with(elsewhere)
        .mount(&server)
        .await;
    let answer = anywhere().send(to(format!("{}/hooks", server.uri()))).await;
    assert_eq!(answer, Ok(Answer { status: 307 }));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let answering = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 4_096];
        let _read = socket.read(&mut request).await.unwrap();
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n";
        socket.write_all(head).await.unwrap();
        // Goes on until nobody listens any more.
        while socket.write_all(&[b'x'; 8_192]).await.is_ok() {}
    });
    assert_eq!(anywhere().send(to(url)).await, Ok(Answer { status: 200 }));
    answering.await.unwrap();
}

#[tokio::test]
async fn silence_and_refusals_are_told_apart() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let hasty = Sender::with_patience(Reach::Anywhere, Duration::from_millis(50)).unwrap();
    assert_eq!(hasty.send(to(url.clone())).await, Err(SendError::Slow));
    drop(silent);
    let refused = anywhere().send(to(url)).await.unwrap_err();
    assert!(
        refused.to_string().contains("refused") && matches!(refused, SendError::Broken(_)),
        "{refused}"
    );
}

/// The server is there and would answer. It is not asked, neither by its number nor by a name that leads to it.
#[tokio::test]
async fn nothing_private_is_called() {
    let server = MockServer::start().await;
    let port = server.address().port();
    let public = Sender::new(Reach::Public).unwrap();
    for (url, expected) in [
        (format!("https://127.0.0.1:{port}/"), TargetError::NotPublic),
        (
            format!("https://[::ffff:127.0.0.1]:{port}/"),
            TargetError::NotPublic,
        ),
        (format!("https://localhost:{port}/"), TargetError::NotPublic),
        (format!("http://127.0.0.1:{port}/"), TargetError::NotHttps),
    ] {
        let refused = public.send(to(url.clone())).await;
        assert_eq!(refused, Err(SendError::Target(expected)), "{url}");
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
