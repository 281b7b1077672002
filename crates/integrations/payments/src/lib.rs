//! Taking money from customers and giving it back.
//!
//! [`PaymentGateway`] is all the product knows of a payment provider. Every request to one carries a key of ours, under
//! which the provider does it once however often it is asked, so that whoever does not know whether a request arrived
//! sends it again. What a provider tells by itself is a signed message, read by [`PaymentGateway::read_event`].
//!
//! The built-in [`TestProvider`] moves no money. It is for trying and for tests; its behaviour is chosen by
//! [`TestMethod`], as that of other providers by test card numbers. [`StripeGateway`] moves money through Stripe.

mod error;
mod event;
mod gateway;
mod settings;
mod signature;
mod stripe;
mod test_provider;
mod word;

pub use error::{PaymentError, WebhookError};
pub use event::{About, DisputeState, ProviderEvent};
pub use gateway::{
    Created, NewPayment, NewRefund, PaymentGateway, PaymentState, Provider, RefundState, Refunded,
};
pub use settings::{PaymentSettings, build};
pub use stripe::{Patience, StripeGateway, StripeSettings};
pub use test_provider::{TestMethod, TestProvider};
