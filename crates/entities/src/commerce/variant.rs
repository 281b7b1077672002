//! A form in which a product is sold.

use crate::{ByPosition, column::belongs_to};
use kernel::{OrganizationId, ProductId, VariantId};
use sea_orm::entity::prelude::*;

/// One variant.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VariantId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The product.
    pub product_id: ProductId,
    /// The name shown, such as `Standard`.
    pub name: String,
    /// The organization's own article number.
    pub sku: Option<String>,
    /// Place in the product, from 1.
    pub position: i32,
    /// Whether it can be bought.
    pub is_active: bool,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Product: ProductId -> entities::product, Id;
}

impl ActiveModelBehavior for ActiveModel {}
