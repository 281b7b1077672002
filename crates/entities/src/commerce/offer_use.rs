//! An order that uses an offer.

use crate::{ByPosition, column::belongs_to};
use kernel::{MemberId, OfferId, OfferUseId, OrderId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One offer use.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "offer_use")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferUseId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The offer.
    pub offer_id: OfferId,
    /// The order.
    pub order_id: OrderId,
    /// Who bought.
    pub member_id: MemberId,
    /// Whether the order was cancelled, so that it no longer counts.
    pub is_released: bool,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Offer: OfferId -> entities::offer, Id;
    Order: OrderId -> entities::order, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}
