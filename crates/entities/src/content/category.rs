//! A subject under which courses are listed.

use crate::{ByPosition, column::belongs_to};
use kernel::{CategoryId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One category.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "category")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CategoryId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The name shown.
    pub name: String,
    /// The name in addresses, unique in the organization.
    pub slug: String,
    /// A few words; plain text.
    pub description: Option<String>,
    /// Place in the list, from 1.
    pub position: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
}

impl ActiveModelBehavior for ActiveModel {}
