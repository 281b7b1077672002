//! The login history.

use crate::{DateTime, LoginFailure, base::connection};
use async_graphql::{ID, InputObject, Object};
use entities::login_attempt;
use kernel::{Cursor, TypedId};

/// One try to sign in.
#[derive(Clone, Debug)]
pub struct LoginAttempt(login_attempt::Model);

impl LoginAttempt {
    pub(crate) fn with_cursor(row: login_attempt::Model) -> (Cursor, Self) {
        let cursor = Cursor {
            order: "createdAt".to_owned(),
            key: row.created_at.timestamp_micros().to_string(),
            id: row.id.uuid(),
        };
        (cursor, Self(row))
    }
}

/// One try to sign in, successful or not.
#[Object]
impl LoginAttempt {
    /// The try's id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }
    /// Whether it led to a session.
    async fn success(&self) -> bool {
        self.0.success
    }
    /// Why it failed; null after a success.
    async fn failure(&self) -> Option<LoginFailure> {
        self.0.failure.map(Into::into)
    }
    /// The address it came from.
    async fn ip_address(&self) -> Option<&str> {
        self.0.ip_address.as_deref()
    }
    /// The client it came from, as the client names itself.
    async fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }
    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

connection! {
    /// A page of the login history.
    LoginAttemptConnection,
    /// A try to sign in and its position in the history.
    LoginAttemptEdge,
    LoginAttempt
}

/// Which tries to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct LoginAttemptFilter {
    /// Whether they succeeded.
    pub success: Option<bool>,
}

impl From<LoginAttemptFilter> for reads::LoginAttemptFilter {
    fn from(filter: LoginAttemptFilter) -> Self {
        let LoginAttemptFilter { success } = filter;
        Self { success }
    }
}
