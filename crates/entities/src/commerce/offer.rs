//! A discount: for whoever knows its code, or for everybody.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{OfferId, OrganizationId, ProductId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What an offer takes off.
    DiscountKind {
        /// A part of the price.
        Percentage = "PERCENTAGE",
        /// An amount.
        Fixed = "FIXED",
    }
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "offer")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The name shown.
    pub name: String,
    /// The code in capital letters; none: it applies by itself.
    pub code: Option<String>,
    /// What it takes off.
    pub kind: DiscountKind,
    /// The part it takes off, in millionths.
    pub percent_ppm: Option<i32>,
    /// The amount it takes off, in minor units.
    pub amount_minor: Option<i64>,
    /// Currency of the amount, ISO 4217.
    pub currency: Option<String>,
    /// The only product it is for; none: all.
    pub product_id: Option<ProductId>,
    /// Of the offers with the same word here only the best one counts; none: it stacks with every other.
    pub exclusive_group: Option<String>,
    /// The order in which offers are applied, smallest first.
    pub position: i32,
    /// From when, inclusive.
    pub starts_at: DateTimeUtc,
    /// Until when, exclusive.
    pub ends_at: Option<DateTimeUtc>,
    /// How many orders may use it; none: any number.
    pub max_uses: Option<i32>,
    /// How many orders of one member may use it; none: any number.
    pub max_uses_per_member: Option<i32>,
    /// How many orders use it.
    pub uses: i32,
    /// Whether it can be used.
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
