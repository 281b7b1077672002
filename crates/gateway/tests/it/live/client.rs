//! The other end of a connection.

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, Message, client::IntoClientRequest},
};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long nothing has to come to be taken for nothing.
const QUIET: Duration = Duration::from_millis(300);

pub(crate) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self::open_with(address, &[("sec-websocket-protocol", "graphql-transport-ws")])
            .await
            .unwrap()
    }

    /// With headers of its own; the status of a refusal.
    pub(crate) async fn open_with(
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _response)) => Ok(Self(socket)),
            Err(tungstenite::Error::Http(refused)) => Err(refused.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opened and acknowledged.
    pub(crate) async fn ready(address: SocketAddr, token: Option<&str>) -> Self {
        let mut socket = Self::open(address).await;
        let payload = token.map(|token| json!({ "Authorization": format!("Bearer {token}") }));
        socket
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
        socket
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.send(Message::text(message.to_string())).await;
    }

    pub(crate) async fn send(&mut self, message: Message) {
        // The server may be closing already, which is what the test then hears.
        let _may_be_gone = self.0.send(message).await;
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        self.say(
            json!({ "type": "subscribe", "id": id, "payload": { "query": query, "variables": variables } }),
        )
        .await;
    }

    /// The next message of the protocol.
    pub(crate) async fn hear(&mut self) -> Value {
        match self.next().await {
            Ok(message) => message,
            Err(close) => panic!("closed: {close:?}"),
        }
    }

    /// The code with which the server closes.
    pub(crate) async fn closed(&mut self) -> u16 {
        match self.next().await {
            Ok(message) => panic!("not closed: {message}"),
            Err((code, _reason)) => code,
        }
    }

    /// Nothing comes.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        timeout(QUIET, self.next()).await.is_err()
    }

    async fn next(&mut self) -> Result<Value, (u16, String)> {
        loop {
            let message = timeout(PATIENCE, self.0.next()).await.unwrap();
            match message {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Err((frame.code.into(), frame.reason.as_str().to_owned()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other)) => panic!("{other:?}"),
                Some(Err(error)) => panic!("{error}"),
                None => return Err((1006, "no farewell".to_owned())),
            }
        }
    }
}

/// A stream of server-sent events, read by hand.
pub(crate) struct Events {
    stream: TcpStream,
    pub(crate) head: String,
    unread: String,
}

impl Events {
    /// Posts an operation. When this returns, the server has answered, and a subscription has begun.
    pub(crate) async fn post(
        address: SocketAddr,
        token: Option<&str>,
        query: &str,
        variables: Value,
    ) -> Self {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let authorization =
            token.map_or_else(String::new, |token| format!("authorization: Bearer {token}\r\n"));
        let length = body.len();
        Self::send(
            address,
            &format!(
                "POST /graphql HTTP/1.0\r\nhost: {address}\r\naccept: text/event-stream\r\n{authorization}\
                 content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
            ),
        )
        .await
    }

    /// Sends a request as it is. HTTP/1.0, so that the answer is not cut into pieces.
    pub(crate) async fn send(address: SocketAddr, request: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut events = Self {
            stream,
            head: String::new(),
            unread: String::new(),
        };
        events.head = events.until("\r\n\r\n").await.unwrap();
        events
    }

    pub(crate) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// Everything up to a mark, or nothing when the stream ends before.
    async fn until(&mut self, mark: &str) -> Option<String> {
        loop {
            if let Some(at) = self.unread.find(mark) {
                let after = self.unread.split_off(at + mark.len());
                let mut before = std::mem::replace(&mut self.unread, after);
                before.truncate(at);
                return Some(before);
            }
            let mut bytes = [0; 4096];
            let read = timeout(PATIENCE, self.stream.read(&mut bytes)).await;
            let read = read.unwrap().unwrap_or_default();
            if read == 0 {
                return None;
            }
            self.unread += std::str::from_utf8(&bytes[..read]).unwrap();
        }
    }

    /// The name and the data of the next event; nothing at the end. Comments are passed over.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            let block = self.until("\n\n").await?;
            let field = |name: &str| {
                let mut lines = block.lines();
                lines.find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()))
            };
            if let Some(name) = field("event:") {
                let data = field("data:").filter(|data| !data.is_empty());
                let data = data.map_or(Value::Null, |data| serde_json::from_str(&data).unwrap());
                return Some((name, data));
            }
        }
    }

    /// The next answer.
    pub(crate) async fn answer(&mut self) -> Value {
        let (name, data) = self.next().await.unwrap();
        assert_eq!(name, "next", "{data}");
        data
    }

    /// Everything that follows, as text.
    pub(crate) async fn rest(&mut self) -> String {
        let mut rest = std::mem::take(&mut self.unread);
        timeout(PATIENCE, self.stream.read_to_string(&mut rest))
            .await
            .unwrap()
            .unwrap();
        rest
    }

    /// What comes next, if anything comes soon.
    pub(crate) async fn try_next(&mut self) -> Option<(String, Value)> {
        timeout(QUIET, self.next()).await.ok().flatten()
    }

    /// Nothing comes.
    pub(crate) async fn is_quiet(&mut self) -> bool {
        timeout(QUIET, self.next()).await.is_err()
    }
}
