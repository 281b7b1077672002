//! A payment that a customer asks their bank to take back.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{DisputeId, OrganizationId, PaymentId, RefundId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a dispute stands.
    DisputeStatus {
        /// The money was taken back for now; the bank has not decided.
        Open = "OPEN",
        /// Decided for the organization: the money is there again.
        Won = "WON",
        /// Decided for the customer: the money is gone.
        Lost = "LOST",
    }
}

/// One dispute.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "dispute")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DisputeId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// What is disputed.
    pub payment_id: PaymentId,
    /// The provider's own id of the dispute.
    pub reference: String,
    /// Where it stands.
    pub status: DisputeStatus,
    /// How much was taken back, in minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Why, in the provider's words.
    pub reason: Option<String>,
    /// Until when the provider takes evidence.
    pub evidence_due_at: Option<DateTimeUtc>,
    /// The refund that a lost dispute became.
    pub refund_id: Option<RefundId>,
    /// When the bank decided.
    pub closed_at: Option<DateTimeUtc>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Payment: PaymentId -> entities::payment, Id;
    Refund: RefundId -> entities::refund, Id;
}

impl ActiveModelBehavior for ActiveModel {}
