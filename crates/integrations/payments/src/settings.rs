//! Choosing a provider.

use crate::{PaymentError, PaymentGateway, Provider, StripeGateway, StripeSettings, TestProvider};
use std::{fmt, sync::Arc};

/// How money moves in this installation.
#[derive(Clone)]
pub enum PaymentSettings {
    /// Through the built-in provider, that is not at all.
    Test {
        /// With what its messages are signed; without, none is believed.
        webhook_secret: Option<String>,
    },
    /// Through Stripe.
    Stripe(StripeSettings),
}

impl PaymentSettings {
    /// Which provider it is.
    pub const fn provider(&self) -> Provider {
        match self {
            Self::Test { .. } => Provider::Test,
            Self::Stripe(_) => Provider::Stripe,
        }
    }

    /// Whether real money moves.
    pub fn is_real(&self) -> bool {
        match self {
            Self::Test { .. } => false,
            Self::Stripe(settings) => settings.is_live(),
        }
    }

    /// What an operator reads about it; no secrets.
    pub fn describe(&self) -> String {
        match self {
            Self::Test { .. } => "the built-in test provider, which moves no money".to_owned(),
            Self::Stripe(settings) => settings.describe(),
        }
    }
}

impl fmt::Debug for PaymentSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PaymentSettings").field(&self.provider()).finish()
    }
}

/// The gateway that the settings describe. Nothing is connected yet.
pub fn build(settings: &PaymentSettings) -> Result<Arc<dyn PaymentGateway>, PaymentError> {
    Ok(match settings {
        PaymentSettings::Test { webhook_secret } => Arc::new(match webhook_secret {
            Some(secret) => TestProvider::new(secret),
            None => TestProvider::silent(),
        }),
        PaymentSettings::Stripe(settings) => Arc::new(StripeGateway::new(settings)?),
    })
}
