//! The login history: every try to sign in to an existing account.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{LoginAttemptId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Why a try failed.
    LoginFailure {
        /// Wrong password.
        WrongPassword = "WRONG_PASSWORD",
        /// Right password, address not verified yet.
        EmailNotVerified = "EMAIL_NOT_VERIFIED",
        /// Right password, user banned.
        Banned = "BANNED",
        /// Too many tries before this one; the password was not looked at.
        TooManyAttempts = "TOO_MANY_ATTEMPTS",
    }
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "login_attempt")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LoginAttemptId,
    /// Whose account.
    pub user_id: UserId,
    /// From where.
    pub ip_address: Option<String>,
    /// With which client.
    pub user_agent: Option<String>,
    /// Whether it led to a session.
    pub success: bool,
    /// Why not.
    pub failure: Option<LoginFailure>,
    /// When.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    User: UserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
