//! One way a user can prove who they are. The password hash lives here, never on the user.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{AccountId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Who vouches for the user.
    AccountProvider {
        /// We do, by a password.
        Password = "PASSWORD",
    }
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Whose account.
    pub user_id: UserId,
    /// Who vouches.
    pub provider: AccountProvider,
    /// The user's id at the provider; for passwords the user's own id.
    pub provider_account_id: String,
    /// An argon2id hash in PHC form.
    pub password_hash: Option<String>,
    /// When it was set up.
    pub created_at: DateTimeUtc,
    /// When the proof last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    User: UserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
