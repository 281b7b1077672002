//! Sending one message. A name is looked up for every connection, and what is called is an address that was found and checked: not
//! the name again, which could lead somewhere else a moment later.

use crate::{Reach, TargetError, target};
use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    header::{CONTENT_TYPE, HeaderValue},
    redirect,
};
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};
use std::{net::SocketAddr, sync::Arc, time::Duration};

/// How long the other side has to answer, looking up its name included.
const PATIENCE: Duration = Duration::from_secs(10);

/// A message to another system.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it goes.
    pub url: String,
    /// Under which the other side knows it, however often it comes.
    pub id: String,
    /// When it is sent, in seconds since 1970.
    pub timestamp: i64,
    /// One signature, or several with spaces between them.
    pub signature: String,
    /// JSON.
    pub body: String,
}

/// What the other side answered. Its body is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
}

/// Why there is no answer, in words for whoever looks after the other side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing was sent.
    #[error("{0}")]
    Target(#[from] TargetError),
    /// It took too long.
    #[error("there was no answer within 10 seconds")]
    Slow,
    /// No connection, or a broken one.
    #[error("there was no answer: {0}")]
    Broken(String),
}

/// Why nothing can be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum SenderError {
    /// The ways to encrypt cannot be set up.
    #[error("connections cannot be secured")]
    Tls(#[from] rustls::Error),
    /// The client cannot be set up.
    #[error("a client cannot be made")]
    Client(#[from] reqwest::Error),
}

/// The way out for messages. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sender {
    http: reqwest::Client,
    reach: Reach,
}

impl Sender {
    /// A way out that reaches so far.
    pub fn new(reach: Reach) -> Result<Self, SenderError> {
        Self::with_patience(reach, PATIENCE)
    }

    /// The same with less patience, for tests.
    pub fn with_patience(reach: Reach, patience: Duration) -> Result<Self, SenderError> {
        let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(concat!("Volmify/", env!("CARGO_PKG_VERSION")))
            .timeout(patience)
            .redirect(redirect::Policy::none())
            .no_proxy()
            // The answer's body is not read, so no connection can be used twice.
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Checked(reach)))
            .build()?;
        Ok(Self { http, reach })
    }

    /// Sends a message and waits for the status of the answer.
    pub async fn send(&self, message: Message) -> Result<Answer, SendError> {
        let Message {
            url,
            id,
            timestamp,
            signature,
            body,
        } = message;
        // What was allowed when it was stored may not be any more. A host in digits is called without being looked up.
        let url = target(&url, self.reach)?;
        let request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signature)
            .body(body);
        let response = request.send().await.map_err(failure)?;
        Ok(Answer {
            status: response.status().as_u16(),
        })
    }
}

/// The innermost cause says most: `invalid peer certificate: Expired`, `Connection refused`.
fn failure(error: reqwest::Error) -> SendError {
    if error.is_timeout() {
        return SendError::Slow;
    }
    let error = error.without_url();
    let mut cause: &(dyn std::error::Error + 'static) = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    match cause.downcast_ref::<TargetError>() {
        Some(refused) => SendError::Target(*refused),
        None => SendError::Broken(cause.to_string()),
    }
}

/// Looks names up and leaves out what may not be called.
struct Checked(Reach);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| reach.covers(address.ip())).collect();
            if allowed.is_empty() {
                return Err(TargetError::NotPublic.into());
            }
            let allowed: Addrs = Box::new(allowed.into_iter());
            Ok(allowed)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a name leads to is looked at when it is looked up, whatever the name.
    #[tokio::test]
    async fn names_lead_to_what_may_be_called() {
        let find = async |reach| {
            let name: Name = "localhost".parse().unwrap();
            let found = Checked(reach).resolve(name).await;
            found.map(|addresses| addresses.map(|address| address.ip()).collect::<Vec<_>>())
        };
        let found = find(Reach::Anywhere).await.unwrap();
        assert!(!found.is_empty() && found.iter().all(std::net::IpAddr::is_loopback));
        let refused = find(Reach::Public).await.unwrap_err();
        assert_eq!(refused.downcast_ref(), Some(&TargetError::NotPublic));
    }
}
