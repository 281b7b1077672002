//! A word that courses are found by.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrganizationId, TagId};
use sea_orm::entity::prelude::*;

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "tag")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TagId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The word.
    pub name: String,
    /// The word in addresses, unique in the organization.
    pub slug: String,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
}

impl ActiveModelBehavior for ActiveModel {}
