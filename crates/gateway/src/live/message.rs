//! The messages of `graphql-transport-ws`.

use super::close::Close;
use crate::http;
use async_graphql::{Request, ServerError};
use serde_json::{Map, Value, json};

/// What the subprotocol is called in the handshake.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

/// Bytes of what a ping carries, which is sent back.
const MAX_PING: usize = 4 * 1024;

/// Bytes of an operation's id; clients send a UUID.
const MAX_ID: usize = 128;

/// What a client says.
pub(super) enum FromClient {
    Init(Map<String, Value>),
    Ping(Option<Value>),
    Pong,
    Subscribe { id: String, request: Box<Request> },
    Complete { id: String },
}

impl FromClient {
    pub(super) fn parse(text: &str) -> Result<Self, Close> {
        let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
            return Err(Close::invalid("not a JSON object"));
        };
        let payload = message.remove("payload").filter(|payload| !payload.is_null());
        let kind = message.remove("type");
        let kind = kind.as_ref().and_then(Value::as_str).unwrap_or_default();
        match kind {
            "connection_init" => Ok(Self::Init(optional_object(payload)?.unwrap_or_default())),
            "ping" if text.len() > MAX_PING => Err(Close::invalid("a ping has 4096 bytes at most")),
            "ping" => Ok(Self::Ping(optional_object(payload)?.map(Value::Object))),
            "pong" => {
                optional_object(payload)?;
                Ok(Self::Pong)
            }
            "subscribe" => {
                let id = take_id(&mut message)?;
                let payload = payload.ok_or_else(|| Close::invalid("`payload` is missing"))?;
                let request = http::request_from_json(payload).map_err(Close::invalid)?;
                Ok(Self::Subscribe {
                    id,
                    request: Box::new(request),
                })
            }
            "complete" => Ok(Self::Complete {
                id: take_id(&mut message)?,
            }),
            _unknown => Err(Close::invalid("unknown `type`")),
        }
    }
}

fn optional_object(payload: Option<Value>) -> Result<Option<Map<String, Value>>, Close> {
    match payload {
        None => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(Close::invalid("`payload` must be an object")),
    }
}

fn take_id(message: &mut Map<String, Value>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if !id.is_empty() && id.len() <= MAX_ID => Ok(id),
        Some(_) | None => Err(Close::invalid("`id` must be a text of 1 to 128 bytes")),
    }
}

/// What the server says; the texts of what goes out.
pub(super) struct ToClient;

impl ToClient {
    pub(super) fn ack() -> String {
        json!({ "type": "connection_ack" }).to_string()
    }

    pub(super) fn pong(payload: Option<Value>) -> String {
        match payload {
            Some(payload) => json!({ "type": "pong", "payload": payload }).to_string(),
            None => json!({ "type": "pong" }).to_string(),
        }
    }

    pub(super) fn complete(id: &str) -> String {
        json!({ "type": "complete", "id": id }).to_string()
    }

    /// An answer, which is JSON already.
    pub(super) fn next(id: &str, answer: &str) -> String {
        format!("{{\"id\":{},\"type\":\"next\",\"payload\":{answer}}}", json!(id))
    }

    /// The errors of an operation that could not begin. Nothing follows.
    pub(super) fn error(id: &str, errors: &[ServerError]) -> String {
        json!({ "id": id, "type": "error", "payload": errors }).to_string()
    }
}
