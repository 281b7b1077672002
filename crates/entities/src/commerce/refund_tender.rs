//! What a refund goes back to.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{GiftCardUseId, OrganizationId, PaymentId, RefundId, RefundTenderId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What money was paid or given back with.
    TenderKind {
        /// A gift card.
        GiftCard = "GIFT_CARD",
        /// A payment through a provider.
        Payment = "PAYMENT",
    }
}

/// One refund tender.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "refund_tender")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefundTenderId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The refund.
    pub refund_id: RefundId,
    /// What it goes back to.
    pub kind: TenderKind,
    /// The use of the card it goes back to.
    pub gift_card_use_id: Option<GiftCardUseId>,
    /// The payment it goes back through.
    pub payment_id: Option<PaymentId>,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// The provider's own id of the refund.
    pub provider_reference: Option<String>,
    /// When it was given back.
    pub confirmed_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Refund: RefundId -> entities::refund, Id;
    GiftCardUse: GiftCardUseId -> entities::gift_card_use, Id;
    Payment: PaymentId -> entities::payment, Id;
}

impl ActiveModelBehavior for ActiveModel {}
