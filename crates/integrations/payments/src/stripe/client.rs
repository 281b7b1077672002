//! HTTP to Stripe: one host, one version of the API, and the same key for every attempt.

use super::{Patience, StripeSettings};
use crate::PaymentError;
use reqwest::{
    Method, StatusCode,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect,
};
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use url::Url;

/// The version that requests are written for, whatever the account's own is.
const VERSION: &str = "2026-04-22.dahlia";

/// Bytes of an answer at most.
const LARGEST: usize = 1024 * 1024;

/// How often a request that was turned away is sent again.
const MORE_ATTEMPTS: u32 = 2;

/// A question.
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) path: String,
    /// Written as a form.
    pub(super) fields: Vec<(&'a str, &'a str)>,
    /// Under which Stripe does it once.
    pub(super) key: Option<&'a str>,
}

/// An answer, whatever it says.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Vec<u8>,
    /// Whether it was written down when the same key came for the first time, and is repeated.
    pub(super) is_replayed: bool,
    /// What Stripe says about asking again.
    pub(super) should_retry: Option<bool>,
    /// Under which Stripe finds the request.
    pub(super) request: Option<String>,
}

impl Answer {
    /// Reads what was answered. Something that cannot be read may have been done all the same.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, PaymentError> {
        serde_json::from_slice(&self.body)
            .map_err(|error| PaymentError::Temporary(format!("Stripe's answer cannot be read: {error}")))
    }

    /// Whether Stripe has no time, or is busy with the same key.
    fn is_turned_away(&self) -> bool {
        self.should_retry.unwrap_or_else(|| {
            matches!(self.status, StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS)
                || self.status.is_server_error()
        })
    }
}

/// The way to Stripe.
pub(super) struct Client {
    http: reqwest::Client,
    base: Url,
    patience: Patience,
}

impl Client {
    pub(super) fn new(settings: &StripeSettings) -> Result<Self, PaymentError> {
        let cannot = |error: &dyn std::fmt::Display| {
            PaymentError::Settings(format!("a client for Stripe cannot be made: {error}"))
        };
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| cannot(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut secret = HeaderValue::try_from(format!("Bearer {}", settings.secret_key))
            .map_err(|_secret| cannot(&"the secret key is no text"))?;
        secret.set_sensitive(true);
        let headers = HeaderMap::from_iter([
            (AUTHORIZATION, secret),
            (
                HeaderName::from_static("stripe-version"),
                HeaderValue::from_static(VERSION),
            ),
        ]);
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .default_headers(headers)
            .user_agent(concat!("Volmify/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.patience.connection)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| cannot(&error))?;
        Ok(Self {
            http,
            base: settings.api_url.clone(),
            patience: settings.patience,
        })
    }

    /// Asks, and asks again while Stripe cannot be reached or turns the request away.
    pub(super) async fn ask(&self, ask: &Ask<'_>) -> Result<Answer, PaymentError> {
        let mut pause = self.patience.pause;
        for _again in 0..MORE_ATTEMPTS {
            match self.once(ask).await {
                Ok(answer) if !answer.is_turned_away() => return Ok(answer),
                Err(error) if !error.is_connect() => return Err(unreachable(error)),
                Ok(_) | Err(_) => tokio::time::sleep(pause).await,
            }
            pause = pause.saturating_mul(2);
        }
        self.once(ask).await.map_err(unreachable)
    }

    async fn once(&self, ask: &Ask<'_>) -> Result<Answer, reqwest::Error> {
        let Ask {
            method,
            path,
            fields,
            key,
        } = ask;
        let mut url = self.base.clone();
        url.set_path(path);
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = if *method == Method::GET {
            url.set_query((!form.is_empty()).then_some(form.as_str()));
            self.http.get(url)
        } else {
            self.http
                .request(method.clone(), url)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form)
        };
        if let Some(key) = key {
            request = request.header("idempotency-key", *key);
        }
        let mut response = request.send().await?;
        let header = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let says = |name: &str| header(name).and_then(|text| text.parse::<bool>().ok());
        let mut answer = Answer {
            status: response.status(),
            body: Vec::new(),
            is_replayed: says("idempotent-replayed").unwrap_or(false),
            should_retry: says("stripe-should-retry"),
            request: header("request-id").filter(|id| crate::word::is_word(id)),
        };
        // A longer answer stays incomplete and cannot be read.
        while let Some(chunk) = response.chunk().await?
            && answer.body.len() < LARGEST
        {
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

/// Whatever went wrong on the way, the request may have arrived.
fn unreachable(error: reqwest::Error) -> PaymentError {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    PaymentError::Temporary(format!("Stripe did not answer: {text}"))
}
