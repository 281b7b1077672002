//! Something that can be sold.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{CourseId, OrganizationId, ProductId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Whether a product can be bought.
    ProductStatus {
        /// Not yet offered.
        Draft = "DRAFT",
        /// On sale.
        Active = "ACTIVE",
        /// No longer offered.
        Archived = "ARCHIVED",
    }
}

/// One product.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The name in addresses, unique in the organization.
    pub slug: String,
    /// The name shown.
    pub name: String,
    /// A few words; plain text.
    pub description: Option<String>,
    /// The course that buyers get; at most one product per course.
    pub course_id: Option<CourseId>,
    /// Whether it can be bought.
    pub status: ProductStatus,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
}

impl ActiveModelBehavior for ActiveModel {}
