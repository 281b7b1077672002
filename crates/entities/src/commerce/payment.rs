//! A payment of an order through a provider.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{OrderId, OrganizationId, PaymentId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Who moves the money.
    PaymentProvider {
        /// The built-in provider, for trying; it moves none.
        Test = "TEST",
        /// Stripe.
        Stripe = "STRIPE",
    }
}

stored_enum! {
    /// Where a payment stands.
    PaymentStatus {
        /// Waiting for the provider.
        Pending = "PENDING",
        /// The customer has to confirm it with their bank.
        RequiresAction = "REQUIRES_ACTION",
        /// The money was taken.
        Captured = "CAPTURED",
        /// Declined; another try needs another payment.
        Failed = "FAILED",
        /// Given up.
        Cancelled = "CANCELLED",
        /// The customer has asked their bank to take the money back.
        Disputed = "DISPUTED",
    }
}

/// One payment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The order.
    pub order_id: OrderId,
    /// Who moves the money.
    pub provider: PaymentProvider,
    /// What the customer pays with: the provider's token for it.
    pub method: String,
    /// The provider's own id of it, unique per provider; none until the provider has answered.
    pub reference: Option<String>,
    /// What the customer's browser needs to confirm it with the provider.
    pub client_secret: Option<String>,
    /// Where it stands.
    pub status: PaymentStatus,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What was given back so far.
    pub refunded_minor: i64,
    /// Why it was declined, in the provider's words.
    pub failure_code: Option<String>,
    /// When the money was taken.
    pub captured_at: Option<DateTimeUtc>,
    /// When the provider was last asked about it.
    pub asked_at: Option<DateTimeUtc>,
    /// When the provider was told that it must not be made any more, because its order was given up.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Order: OrderId -> entities::order, Id;
}

impl ActiveModelBehavior for ActiveModel {}
