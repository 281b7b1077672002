//! Stripe: payments are [PaymentIntents](https://docs.stripe.com/payments/payment-intents) that are confirmed when they
//! are made, with a payment method that the customer's browser got from Stripe.
//!
//! Stripe repeats the answer to a key as it was the first time, so an answer that is repeated is followed by a question
//! how things stand now. It forgets keys after a day; therefore a refund is looked for before it is asked for. Payments
//! are not asked for that late.

mod client;
mod failure;
mod message;
mod object;
mod settings;
mod units;

pub use settings::{Patience, StripeSettings};

use crate::{
    Created, NewPayment, NewRefund, PaymentError, PaymentGateway, PaymentState, Provider, ProviderEvent,
    Refunded, WebhookError, signature, word::is_word,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use client::{Answer, Ask, Client};
use object::{List, PAYMENT_KEY, PaymentIntent, REFUND_KEY, Refund};
use reqwest::Method;

/// Payments have few refunds; this many pages of them would be a defect.
const MOST_PAGES: u32 = 20;

/// Money moves through an account at Stripe.
pub struct StripeGateway {
    client: Client,
    settings: StripeSettings,
}

impl std::fmt::Debug for StripeGateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("StripeGateway").field(&self.settings).finish()
    }
}

impl StripeGateway {
    /// A way to an account. Nothing is connected yet.
    pub fn new(settings: &StripeSettings) -> Result<Self, PaymentError> {
        Ok(Self {
            client: Client::new(settings)?,
            settings: settings.clone(),
        })
    }

    /// Waits for an answer, but not longer than the customer would.
    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, PaymentError>> + Send,
    ) -> Result<T, PaymentError> {
        tokio::time::timeout(self.settings.patience.answer, answer)
            .await
            .unwrap_or_else(|_elapsed| {
                Err(PaymentError::Temporary(
                    "Stripe did not answer in time".to_owned(),
                ))
            })
    }

    async fn get(&self, path: String, fields: Vec<(&str, &str)>) -> Result<Answer, PaymentError> {
        let method = Method::GET;
        let ask = Ask {
            method,
            path,
            fields,
            key: None,
        };
        let answer = self.client.ask(&ask).await?;
        success(&answer)?;
        Ok(answer)
    }

    async fn pay(&self, payment: &NewPayment) -> Result<Created, PaymentError> {
        let amount = units::to_stripe(payment.amount_minor, &payment.currency)?.to_string();
        let currency = payment.currency.to_ascii_lowercase();
        let own_key = format!("metadata[{PAYMENT_KEY}]");
        let answer = self
            .client
            .ask(&Ask {
                method: Method::POST,
                path: "/v1/payment_intents".to_owned(),
                fields: vec![
                    ("amount", &amount),
                    ("currency", &currency),
                    ("payment_method", &payment.method),
                    ("confirm", "true"),
                    // Without redirects there is no page of ours that the customer has to come back to.
                    ("automatic_payment_methods[enabled]", "true"),
                    ("automatic_payment_methods[allow_redirects]", "never"),
                    // What the customer has to do is done by Stripe's own script with the client secret.
                    ("use_stripe_sdk", "true"),
                    ("description", &payment.description),
                    (&own_key, &payment.key),
                ],
                key: Some(key(&payment.key)?),
            })
            .await?;
        let intent = match failure::declined(&answer) {
            Some(intent) => intent,
            None => success(&answer)?.read()?,
        };
        let intent = if answer.is_replayed {
            let path = format!("/v1/payment_intents/{}", id(&intent.id)?);
            self.get(path, Vec::new()).await?.read()?
        } else {
            intent
        };
        Ok(created(intent))
    }

    /// See <https://docs.stripe.com/api/payment_intents/cancel>.
    async fn cancel(&self, payment: &str) -> Result<(), PaymentError> {
        let ask = Ask {
            method: Method::POST,
            path: format!("/v1/payment_intents/{}/cancel", id(payment)?),
            fields: vec![("cancellation_reason", "abandoned")],
            key: None,
        };
        let answer = self.client.ask(&ask).await?;
        if failure::is_over(&answer) {
            return Ok(());
        }
        success(&answer).map(|_cancelled| ())
    }

    async fn give_back(&self, refund: &NewRefund) -> Result<Refunded, PaymentError> {
        let amount = units::to_stripe(refund.amount_minor, &refund.currency)?.to_string();
        let payment = id(&refund.payment)?;
        let made = self.made_before(payment, &refund.key).await?;
        let made = if let Some(made) = made {
            made
        } else {
            let own_key = format!("metadata[{REFUND_KEY}]");
            let ask = Ask {
                method: Method::POST,
                path: "/v1/refunds".to_owned(),
                fields: vec![
                    ("payment_intent", payment),
                    ("amount", &amount),
                    (&own_key, &refund.key),
                ],
                key: Some(key(&refund.key)?),
            };
            success(&self.client.ask(&ask).await?)?.read()?
        };
        Ok(Refunded {
            state: made.state(),
            reference: made.id,
        })
    }

    /// The refund of a payment that was made with a key, however long ago.
    async fn made_before(&self, payment: &str, key: &str) -> Result<Option<Refund>, PaymentError> {
        let mut after: Option<String> = None;
        for _page in 0..MOST_PAGES {
            let mut fields = vec![("payment_intent", payment), ("limit", "100")];
            fields.extend(after.as_deref().map(|after| ("starting_after", after)));
            let answer = self.get("/v1/refunds".to_owned(), fields).await?;
            let List { data, has_more } = answer.read::<List<Refund>>()?;
            after = data.last().map(|last| last.id.clone()).filter(|_last| has_more);
            let made = data
                .into_iter()
                .find(|refund| refund.key().is_some_and(|own| own == key));
            if made.is_some() || after.is_none() {
                return Ok(made);
            }
        }
        Err(PaymentError::Permanent(
            "the payment has too many refunds".to_owned(),
        ))
    }
}

#[async_trait]
impl PaymentGateway for StripeGateway {
    fn provider(&self) -> Provider {
        Provider::Stripe
    }

    fn accepts(&self, method: &str) -> bool {
        method.starts_with("pm_") && id(method).is_ok()
    }

    async fn create_payment(&self, payment: &NewPayment) -> Result<Created, PaymentError> {
        self.in_time(self.pay(payment)).await
    }

    async fn withdraw_payment(&self, payment: &str) -> Result<(), PaymentError> {
        self.in_time(self.cancel(payment)).await
    }

    async fn refund(&self, refund: &NewRefund) -> Result<Refunded, PaymentError> {
        self.in_time(self.give_back(refund)).await
    }

    fn signature_header(&self) -> &'static str {
        "stripe-signature"
    }

    fn read_event(
        &self,
        signature: &str,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ProviderEvent, WebhookError> {
        let secrets = self.settings.webhook_secrets.iter().map(String::as_str);
        signature::verify(secrets, signature, body, now)?;
        message::read(body)
    }
}

/// An answer that is a success.
fn success(answer: &Answer) -> Result<&Answer, PaymentError> {
    if answer.status.is_success() {
        Ok(answer)
    } else {
        Err(failure::of(answer))
    }
}

/// The client secret leaves this place only while there is something to confirm with it: with that of a declined payment
/// a browser could pay after all.
fn created(intent: PaymentIntent) -> Created {
    let state = intent.state();
    Created {
        failure_code: intent.failure_code(state),
        client_secret: intent
            .client_secret
            .filter(|_secret| state == PaymentState::RequiresAction),
        reference: intent.id,
        state,
    }
}

/// An id of Stripe's; it becomes part of an address.
fn id(text: &str) -> Result<&str, PaymentError> {
    let is_id = is_word(text)
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_id
        .then_some(text)
        .ok_or_else(|| PaymentError::Permanent("this is no id of Stripe's".to_owned()))
}

/// A key of ours; it becomes a header.
fn key(text: &str) -> Result<&str, PaymentError> {
    is_word(text)
        .then_some(text)
        .ok_or_else(|| PaymentError::Permanent("this cannot be a key".to_owned()))
}
