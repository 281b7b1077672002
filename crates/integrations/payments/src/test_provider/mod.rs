//! A provider that moves no money, answers at once and remembers nothing.
//!
//! Everything it answers follows from what it is asked: the payment's id from our key, its fate from the method. So it
//! is the same after a restart and on every machine, and asking twice is harmless.

mod message;
mod method;

pub use method::TestMethod;

use crate::{
    Created, NewPayment, NewRefund, PaymentError, PaymentGateway, PaymentState, Provider, ProviderEvent,
    RefundState, Refunded, WebhookError, signature,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// The built-in provider for trying and for tests.
#[derive(Clone)]
pub struct TestProvider {
    secret: Option<String>,
}

impl std::fmt::Debug for TestProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TestProvider")
    }
}

impl TestProvider {
    /// A provider that signs its messages with a secret.
    pub fn new(webhook_secret: &str) -> Self {
        Self {
            secret: Some(webhook_secret.to_owned()),
        }
    }

    /// A provider that has no secret to sign with: whatever claims to be a message of it is refused.
    pub const fn silent() -> Self {
        Self { secret: None }
    }

    /// The signature that a message of this provider carries in the header `volmify-signature`. Nothing, without a
    /// secret.
    pub fn sign(&self, body: &[u8], now: DateTime<Utc>) -> Option<String> {
        let secret = self.secret.as_deref()?;
        Some(signature::sign(secret, body, now))
    }
}

/// The first digits of a digest: the same for the same words.
fn digits(words: &[&str]) -> String {
    let digest = Sha256::digest(words.join("\n").as_bytes());
    hex::encode(digest).chars().take(24).collect()
}

#[async_trait]
impl PaymentGateway for TestProvider {
    fn provider(&self) -> Provider {
        Provider::Test
    }

    fn accepts(&self, method: &str) -> bool {
        TestMethod::parse(method).is_some()
    }

    async fn create_payment(&self, payment: &NewPayment) -> Result<Created, PaymentError> {
        let method = TestMethod::parse(&payment.method).ok_or_else(|| {
            PaymentError::Permanent(format!(
                "`{}` is no payment method of the test provider",
                payment.method
            ))
        })?;
        let state = method.state();
        // The method is part of the id, so that a refund of the payment can be told how to go.
        let reference = format!("{}_pay_{}", method.token(), digits(&["payment", &payment.key]));
        Ok(Created {
            client_secret: (state == PaymentState::RequiresAction)
                .then(|| format!("{reference}_secret_{}", digits(&["secret", &payment.key]))),
            failure_code: method.failure_code().map(ToOwned::to_owned),
            reference,
            state,
        })
    }

    /// Nobody pays here unless a message says so, and a test may send one all the same.
    async fn withdraw_payment(&self, _payment: &str) -> Result<(), PaymentError> {
        Ok(())
    }

    async fn refund(&self, refund: &NewRefund) -> Result<Refunded, PaymentError> {
        let paid_with = |method: TestMethod| refund.payment.starts_with(&format!("{}_pay_", method.token()));
        Ok(Refunded {
            reference: format!("test_refund_{}", digits(&["refund", &refund.key])),
            state: if paid_with(TestMethod::RefundDelayed) {
                RefundState::Pending
            } else if paid_with(TestMethod::RefundFails) {
                RefundState::Failed
            } else {
                RefundState::Completed
            },
        })
    }

    fn signature_header(&self) -> &'static str {
        "volmify-signature"
    }

    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ProviderEvent, WebhookError> {
        signature::verify(self.secret.as_deref(), signature, body, now)?;
        message::read(body)
    }
}
