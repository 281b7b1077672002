//! Who moves the money of customers.

use super::PaymentProvider;
use anyhow::Context;
use payments::{PaymentSettings, StripeSettings};

/// What was given about it.
pub(super) struct Given {
    pub(super) provider: Option<PaymentProvider>,
    pub(super) payment_webhook_secret: Option<String>,
    pub(super) stripe_secret_key: Option<String>,
    pub(super) stripe_webhook_secret: Option<String>,
    pub(super) stripe_api_url: Option<String>,
}

/// Fills the gaps. No message shows what was given.
pub(super) fn resolve(given: Given) -> anyhow::Result<PaymentSettings> {
    let Given {
        provider,
        payment_webhook_secret,
        stripe_secret_key,
        stripe_webhook_secret,
        stripe_api_url,
    } = given;
    // With the test provider everybody gets everything for nothing, so it is not taken by mistake.
    if provider.is_none() && stripe_secret_key.is_some() {
        anyhow::bail!("there is a secret key of Stripe but no --payment-provider; say stripe or test");
    }
    match provider.unwrap_or_default() {
        PaymentProvider::Test => Ok(PaymentSettings::Test {
            webhook_secret: payment_webhook_secret,
        }),
        PaymentProvider::Stripe => {
            let key = stripe_secret_key.context(
                "Stripe needs its secret key; set --stripe-secret-key or VOLMIFY_STRIPE_SECRET_KEY",
            )?;
            let webhook = stripe_webhook_secret.context(
                "Stripe needs the secret of its messages; set --stripe-webhook-secret or VOLMIFY_STRIPE_WEBHOOK_SECRET",
            )?;
            let settings = StripeSettings::new(&key, &webhook, stripe_api_url.as_deref())
                .context("check the settings that begin with --stripe")?;
            Ok(PaymentSettings::Stripe(settings))
        }
    }
}
