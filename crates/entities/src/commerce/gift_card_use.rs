//! What a gift card paid of an order.

use crate::{ByPosition, column::belongs_to};
use kernel::{GiftCardId, GiftCardUseId, MemberId, OrderId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One gift card use.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "gift_card_use")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftCardUseId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The card.
    pub gift_card_id: GiftCardId,
    /// The order.
    pub order_id: OrderId,
    /// Who bought.
    pub member_id: MemberId,
    /// What it paid, in minor units.
    pub amount_minor: i64,
    /// What went back to it so far.
    pub refunded_minor: i64,
    /// When.
    pub used_at: DateTimeUtc,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    GiftCard: GiftCardId -> entities::gift_card, Id;
    Order: OrderId -> entities::order, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}
