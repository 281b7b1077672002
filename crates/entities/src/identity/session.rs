//! One signed-in device.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{SessionId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// How the client carries the session.
    SessionTransport {
        /// In the `Authorization` header.
        Bearer = "BEARER",
        /// In an `HttpOnly` cookie.
        Cookie = "COOKIE",
    }
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// SHA-256 of the token; the token itself is with its owner only.
    pub token_hash: Vec<u8>,
    /// Who is signed in.
    pub user_id: UserId,
    /// How the token travels.
    pub transport: SessionTransport,
    /// The operator who acts as the user, if one does.
    pub impersonator_id: Option<UserId>,
    /// Why the operator does.
    pub impersonation_reason: Option<String>,
    /// Where the session was opened.
    pub ip_address: Option<String>,
    /// With which client.
    pub user_agent: Option<String>,
    /// When it was opened.
    pub created_at: DateTimeUtc,
    /// When it was last used, to within some minutes.
    pub last_seen_at: DateTimeUtc,
    /// When it ends.
    pub expires_at: DateTimeUtc,
}

belongs_to! {
    User: UserId -> entities::user, Id;
    Impersonator: ImpersonatorId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
