//! What a provider tells by itself.

use crate::PaymentState;
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
    /// Money that was given back.
    Refund {
        /// The key it was asked for with, if the message repeats it.
        key: Option<String>,
        /// The provider's own id of the refund.
        reference: String,
    },
    /// Nothing that concerns orders.
    Other,
}
