//! A signed-in device.

use crate::{DateTime, RequestContext, SessionTransport, base::connection};
use async_graphql::{Context, ID, Object, Result};
use entities::session;
use kernel::{Cursor, TypedId};

/// One signed-in device.
#[derive(Clone, Debug)]
pub struct Session(session::Model);

impl Session {
    /// A session of the actor.
    pub const fn new(row: session::Model) -> Self {
        Self(row)
    }

    pub(crate) fn with_cursor(row: session::Model) -> (Cursor, Self) {
        let cursor = Cursor {
            order: "lastSeenAt".to_owned(),
            key: row.last_seen_at.timestamp_micros().to_string(),
            id: row.id.uuid(),
        };
        (cursor, Self(row))
    }
}

/// One signed-in device. The token itself is never shown again after signing in.
#[Object]
impl Session {
    /// The session's id, for `revokeSession`.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }
    /// Whether this request was made with it.
    async fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        let request = RequestContext::of(ctx)?;
        Ok(request
            .actor
            .signed_in()
            .is_some_and(|user| user.session == self.0.id))
    }
    /// How the client carries it.
    async fn transport(&self) -> SessionTransport {
        self.0.transport.into()
    }
    /// Whether a platform operator acts as you with it.
    async fn is_impersonated(&self) -> bool {
        self.0.impersonator_id.is_some()
    }
    /// Why the operator does; null for sessions of your own.
    async fn impersonation_reason(&self) -> Option<&str> {
        self.0.impersonation_reason.as_deref()
    }
    /// The address it was opened from.
    async fn ip_address(&self) -> Option<&str> {
        self.0.ip_address.as_deref()
    }
    /// The client it was opened with, as the client names itself.
    async fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }
    /// When it was opened.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
    /// When it was last used, to within five minutes.
    async fn last_seen_at(&self) -> DateTime {
        DateTime(self.0.last_seen_at)
    }
    /// When it ends by itself.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.0.expires_at)
    }
}

connection! {
    /// A page of sessions.
    SessionConnection,
    /// A session and its position in the list.
    SessionEdge,
    Session
}
