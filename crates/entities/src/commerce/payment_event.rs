//! A message of a provider about a payment, kept so that the same message counts once.

use crate::payment::PaymentProvider;
use crate::{ByPosition, column::belongs_to};
use kernel::{OrganizationId, PaymentEventId, PaymentId};
use sea_orm::entity::prelude::*;

/// One payment event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "payment_event")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentEventId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The payment.
    pub payment_id: PaymentId,
    /// Who sent it.
    pub provider: PaymentProvider,
    /// The provider's own id of the message.
    pub reference: String,
    /// What it says, in the provider's words.
    pub kind: String,
    /// The message.
    pub body: Json,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Payment: PaymentId -> entities::payment, Id;
}

impl ActiveModelBehavior for ActiveModel {}
