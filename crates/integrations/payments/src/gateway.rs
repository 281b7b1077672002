//! What is asked of a provider.

use crate::{PaymentError, ProviderEvent, WebhookError};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// The providers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The built-in one, which moves no money.
    Test,
    /// Stripe.
    Stripe,
}

/// A payment to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPayment {
    /// Our key: asked again with the same key, the provider answers with the same payment.
    pub key: String,
    /// How much, in minor units; above zero.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What the customer pays with: a token that the provider gave to their browser.
    pub method: String,
    /// What the customer reads on their statement.
    pub description: String,
}

/// Where a payment stands at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// The provider works on it.
    Pending,
    /// The customer has to confirm it.
    RequiresAction,
    /// The money was taken.
    Captured,
    /// Declined for good.
    Failed,
    /// Given up before any money was taken.
    Cancelled,
}

/// A provider's answer to [`NewPayment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// The provider's own id of the payment.
    pub reference: String,
    /// What the customer's browser needs to confirm it.
    pub client_secret: Option<String>,
    /// Where it stands.
    pub state: PaymentState,
    /// Why it was declined.
    pub failure_code: Option<String>,
}

/// Money to be given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// Our key: asked again with the same key, the provider gives nothing back a second time.
    pub key: String,
    /// The provider's own id of the payment.
    pub payment: String,
    /// How much, in minor units; above zero.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// Where a refund stands at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// The provider works on it and will send a message.
    Pending,
    /// The money is on its way to the customer.
    Completed,
    /// It did not reach the customer and never will; somebody has to find another way.
    Failed,
}

/// A provider's answer to [`NewRefund`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunded {
    /// The provider's own id of the refund.
    pub reference: String,
    /// Where it stands.
    pub state: RefundState,
}

/// A way to move money.
#[async_trait]
pub trait PaymentGateway: Send + Sync + std::fmt::Debug {
    /// Which provider it is.
    fn provider(&self) -> Provider;

    /// Whether a token can name something to pay with. Only the provider knows whether it does.
    fn accepts(&self, method: &str) -> bool;

    /// Makes a payment, or finds the one that was made with the same key.
    async fn create_payment(&self, payment: &NewPayment) -> Result<Created, PaymentError>;

    /// Makes sure that nobody can make a payment any more, by the provider's own id of it. Nothing happens where it was made or
    /// withdrawn before.
    async fn withdraw_payment(&self, payment: &str) -> Result<(), PaymentError>;

    /// Gives money back, or finds what was given back with the same key.
    async fn refund(&self, refund: &NewRefund) -> Result<Refunded, PaymentError>;

    /// The HTTP header that carries the signature of a message, in small letters.
    fn signature_header(&self) -> &'static str;

    /// Reads a message, if its signature holds at this moment.
    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ProviderEvent, WebhookError>;
}
