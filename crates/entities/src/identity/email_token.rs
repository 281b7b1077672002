//! A one-time token sent by e-mail: one active token per user and purpose.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmailTokenId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What the token is good for.
    TokenPurpose {
        /// Proving that the address belongs to the user.
        VerifyEmail = "VERIFY_EMAIL",
        /// Setting a new password.
        ResetPassword = "RESET_PASSWORD",
    }
}

/// One token.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "email_token")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmailTokenId,
    /// Whose token.
    pub user_id: UserId,
    /// What for.
    pub purpose: TokenPurpose,
    /// SHA-256 of the token; empty until the mail that carries it is written.
    pub token_hash: Option<Vec<u8>>,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
    /// From when on it is refused.
    pub expires_at: DateTimeUtc,
    /// When it was used.
    pub used_at: Option<DateTimeUtc>,
}

belongs_to! {
    User: UserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
