//! A key under which a client has asked for something that must not happen twice.

use crate::{ByPosition, column::belongs_to};
use kernel::{IdempotencyKeyId, OrganizationId, UserId};
use sea_orm::entity::prelude::*;

/// One idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdempotencyKeyId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who asked.
    pub user_id: UserId,
    /// What was asked for.
    pub operation: String,
    /// The client's key.
    pub key: String,
    /// SHA-256 of the input, so that another input under the same key is noticed.
    pub input_hash: Vec<u8>,
    /// What came of it.
    pub result_id: Uuid,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    User: UserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
