//! What is needed to talk to Stripe.

use crate::PaymentError;
use std::{fmt, time::Duration};
use url::{Host, Url};

/// Stripe's address.
const USUAL_URL: &str = "https://api.stripe.com";

/// While a webhook secret is being replaced there are two.
const MOST_WEBHOOK_SECRETS: usize = 2;

/// How long Stripe is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Until a connection stands.
    pub connection: Duration,
    /// Until a payment or refund is answered, with everything that takes.
    pub answer: Duration,
    /// Before a request that was turned away is sent again; twice as long before the next time.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connection: Duration::from_secs(5),
            answer: Duration::from_secs(20),
            pause: Duration::from_millis(250),
        }
    }
}

/// An account at Stripe.
#[derive(Clone)]
pub struct StripeSettings {
    pub(super) secret_key: String,
    pub(super) webhook_secrets: Vec<String>,
    pub(super) api_url: Url,
    pub(super) patience: Patience,
}

impl StripeSettings {
    /// Checks a secret key, one webhook secret or two with a comma between them, and another address than Stripe's own.
    pub fn new(secret_key: &str, webhook_secrets: &str, api_url: Option<&str>) -> Result<Self, PaymentError> {
        let secret_key = secret_key.trim();
        if !(is_secret(secret_key, "sk_") || is_secret(secret_key, "rk_")) {
            return Err(wrong(
                "the secret key of Stripe begins with sk_ or rk_; a key that begins with pk_ is the public one",
            ));
        }
        let webhook_secrets: Vec<_> = webhook_secrets
            .split(',')
            .map(str::trim)
            .filter(|secret| !secret.is_empty())
            .map(ToOwned::to_owned)
            .collect();
        let is_right_number = (1..=MOST_WEBHOOK_SECRETS).contains(&webhook_secrets.len());
        if !is_right_number || !webhook_secrets.iter().all(|secret| is_secret(secret, "whsec_")) {
            return Err(wrong(
                "the webhook secret of Stripe begins with whsec_; while it is being replaced give both, with a comma between them",
            ));
        }
        Ok(Self {
            secret_key: secret_key.to_owned(),
            webhook_secrets,
            api_url: address(api_url.unwrap_or(USUAL_URL))?,
            patience: Patience::default(),
        })
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Whether real money moves.
    pub fn is_live(&self) -> bool {
        !(self.secret_key.starts_with("sk_test_") || self.secret_key.starts_with("rk_test_"))
    }

    pub(crate) fn describe(&self) -> String {
        let origin = self.api_url.origin().ascii_serialization();
        if self.is_live() {
            format!("Stripe at {origin}")
        } else {
            format!("Stripe at {origin} with a test key, which moves no money")
        }
    }
}

/// Shows no secrets.
impl fmt::Debug for StripeSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            secret_key: _,
            webhook_secrets: _,
            api_url,
            patience,
        } = self;
        f.debug_struct("StripeSettings")
            .field("api_url", &api_url.as_str())
            .field("patience", patience)
            .finish_non_exhaustive()
    }
}

fn wrong(why: &str) -> PaymentError {
    PaymentError::Settings(why.to_owned())
}

/// Whether a text can be a secret of a kind. An empty one would let everybody sign.
fn is_secret(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() >= 8 && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Secrets and payments leave this machine encrypted, so plain HTTP is for this machine only.
fn address(text: &str) -> Result<Url, PaymentError> {
    let url = Url::parse(text).ok().filter(|url| {
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_nobody = url.username().is_empty() && url.password().is_none();
        let is_safe = match url.scheme() {
            "https" => url.has_host(),
            "http" => is_loopback(url),
            _ => false,
        };
        is_bare && is_nobody && is_safe
    });
    url.ok_or_else(|| {
        wrong("the address of Stripe is https:// and a host; http:// is for loopback addresses such as 127.0.0.1")
    })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}
