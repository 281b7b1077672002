//! Choosing a provider.

use crate::{PaymentGateway, Provider, TestProvider};
use std::{fmt, sync::Arc};

/// How money moves in this installation.
#[derive(Clone)]
pub struct PaymentSettings {
    /// Who moves it.
    pub provider: Provider,
    /// With what the provider signs its messages; without it none is believed.
    pub webhook_secret: Option<String>,
}

impl fmt::Debug for PaymentSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentSettings")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// The gateway that the settings describe. Nothing is connected yet.
pub fn build(settings: &PaymentSettings) -> Arc<dyn PaymentGateway> {
    match settings.provider {
        Provider::Test => Arc::new(match &settings.webhook_secret {
            Some(secret) => TestProvider::new(secret),
            None => TestProvider::silent(),
        }),
    }
}
