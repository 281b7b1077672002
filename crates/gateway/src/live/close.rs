//! Why a socket is closed, in the codes of the protocol `graphql-transport-ws` and, where it has none, of WebSocket itself.

use axum::extract::ws::{CloseFrame, Message};

/// A code and a word for whoever reads a log. Clients of the protocol connect again after 1001, 1013 and 4403, and give up after
/// the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Close {
    code: u16,
    reason: String,
}

/// What a close frame can carry.
const MAX_REASON: usize = 120;

impl Close {
    fn new(code: u16, reason: impl Into<String>) -> Self {
        let mut reason: String = reason.into();
        if reason.len() > MAX_REASON {
            let end = (0..=MAX_REASON).rev().find(|end| reason.is_char_boundary(*end));
            reason.truncate(end.unwrap_or_default());
        }
        Self { code, reason }
    }

    /// The server stops.
    pub(super) fn going_away() -> Self {
        Self::new(1001, "Going away")
    }

    /// The client has not been heard of for a while.
    pub(super) fn silent() -> Self {
        Self::new(1001, "Nothing was heard from you")
    }

    /// A message is larger than any may be.
    pub(super) fn too_large() -> Self {
        Self::new(1009, "Message too big")
    }

    /// A text is not UTF-8.
    pub(super) fn not_text() -> Self {
        Self::new(1007, "Not UTF-8")
    }

    /// What came is no WebSocket.
    pub(super) fn malformed() -> Self {
        Self::new(1002, "Protocol error")
    }

    /// The client says more than anybody has to say.
    pub(super) fn too_many_messages() -> Self {
        Self::new(1008, "Too many messages")
    }

    /// Somebody has too many connections, or the service is busy.
    pub(super) fn try_later(reason: &str) -> Self {
        Self::new(1013, reason)
    }

    /// What came is no message of the protocol.
    pub(super) fn invalid(what: impl std::fmt::Display) -> Self {
        Self::new(4400, format!("Invalid message: {what}"))
    }

    /// An operation before the server has acknowledged the connection.
    pub(super) fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    /// The proof is not, or no longer, one of a session.
    pub(super) fn forbidden() -> Self {
        Self::new(4403, "Forbidden")
    }

    /// The client does not speak the protocol.
    pub(super) fn unknown_protocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable")
    }

    /// The client has not said who it is.
    pub(super) fn init_timeout() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    /// An operation has the id of another that still runs.
    pub(super) fn duplicate(id: &str) -> Self {
        Self::new(4409, format!("Subscriber for {id} already exists"))
    }

    /// The client has said twice who it is.
    pub(super) fn initialised_twice() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }

    /// Whether the client can still be understood: after a frame that makes no sense or is not taken, what follows makes none.
    pub(super) const fn leaves_readable(&self) -> bool {
        !matches!(self.code, 1002 | 1007 | 1009)
    }

    /// The code on the wire.
    pub(super) const fn code(&self) -> u16 {
        self.code
    }

    /// The frame on the wire.
    pub(super) fn into_message(self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: self.reason.into(),
        }))
    }
}
