//! What one offer took off one line.

use crate::{ByPosition, column::belongs_to};
use kernel::{OfferId, OrderDiscountId, OrderId, OrderLineId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One order discount.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "order_discount")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderDiscountId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The order.
    pub order_id: OrderId,
    /// The line.
    pub order_line_id: OrderLineId,
    /// The offer.
    pub offer_id: OfferId,
    /// The offer's name, as of the order.
    pub name: String,
    /// In which order it was applied, from 1.
    pub position: i32,
    /// What it took off, in minor units.
    pub amount_minor: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Order: OrderId -> entities::order, Id;
    OrderLine: OrderLineId -> entities::order_line, Id;
    Offer: OfferId -> entities::offer, Id;
}

impl ActiveModelBehavior for ActiveModel {}
