//! What a provider tells by itself.

use crate::{PaymentState, RefundState};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// A message whose signature holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderEvent {
    /// The provider's own id of the message, the same each time it is sent.
    pub reference: String,
    /// What it says, in the provider's words.
    pub kind: String,
    /// What it is about.
    pub about: About,
    /// The message as it came.
    pub body: Value,
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A payment.
    Payment {
        /// The key it was asked for with, if the message repeats it.
        key: Option<String>,
        /// The provider's own id of the payment.
        reference: String,
        /// Where it stands now.
        state: PaymentState,
        /// Why it was declined.
        failure_code: Option<String>,
        /// How much it is about, in minor units.
        amount_minor: i64,
        /// ISO 4217 code.
        currency: String,
    },
    /// Money that is given back.
    Refund {
        /// The key it was asked for with, if the message repeats it.
        key: Option<String>,
        /// The provider's own id of the refund.
        reference: String,
        /// Where it stands now. One that was completed may fail later, when the customer's bank sends the money back.
        state: RefundState,
    },
    /// A payment that the customer asked their bank to take back.
    Dispute {
        /// The provider's own id of the dispute.
        reference: String,
        /// The provider's own id of the payment.
        payment: String,
        /// Where it stands now.
        state: DisputeState,
        /// How much was taken back, in minor units.
        amount_minor: i64,
        /// ISO 4217 code.
        currency: String,
        /// Why, in the provider's words.
        reason: Option<String>,
        /// Until when the provider takes evidence.
        evidence_due_at: Option<DateTime<Utc>>,
    },
    /// Nothing that concerns orders.
    Other,
}

/// Where a dispute stands at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeState {
    /// The money was taken back for now; the bank has not decided.
    Open,
    /// Decided for the seller: the money is there again.
    Won,
    /// Decided for the customer: the money is gone.
    Lost,
}
