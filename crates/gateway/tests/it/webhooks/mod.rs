//! Telling other systems what happens: from the API to a server on this machine that listens, with signatures that it verifies.

mod endpoints;
mod sending;
mod told;

use chrono::DateTime;
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};
use testkit::{Person, Staff};
use webhooks::Secret;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

/// Another system. It answers with the status it is told.
pub(crate) struct Receiver {
    server: MockServer,
    status: Arc<AtomicU16>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start().await;
        let status = Arc::new(AtomicU16::new(200));
        let answer = Arc::clone(&status);
        Mock::given(any())
            .respond_with(move |_: &Request| ResponseTemplate::new(answer.load(Ordering::SeqCst)))
            .mount(&server)
            .await;
        Self { server, status }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/hooks", self.server.uri())
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// What has come in so far, the earliest first.
    pub(crate) async fn received(&self) -> Vec<Received> {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().map(Received::read).collect()
    }
}

/// One message.
pub(crate) struct Received {
    pub(crate) id: String,
    timestamp: i64,
    signatures: Vec<String>,
    bytes: Vec<u8>,
    pub(crate) body: Value,
}

impl Received {
    fn read(request: &Request) -> Self {
        let header = |name: &str| request.headers[name].to_str().unwrap().to_owned();
        assert_eq!(
            (request.method.as_str(), header("content-type").as_str()),
            ("POST", "application/json")
        );
        Self {
            id: header("webhook-id"),
            timestamp: header("webhook-timestamp").parse().unwrap(),
            signatures: header("webhook-signature")
                .split(' ')
                .map(ToOwned::to_owned)
                .collect(),
            body: serde_json::from_slice(&request.body).unwrap(),
            bytes: request.body.clone(),
        }
    }

    /// Whether one of the signatures is by a secret, as a receiver finds out.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let at = DateTime::from_timestamp(self.timestamp, 0).unwrap();
        let own = Secret::parse(secret).unwrap().sign(&self.id, at, &self.bytes);
        self.signatures.contains(&own)
    }
}

/// Adds an endpoint; gives its id and its secret.
pub(crate) async fn endpoint(staff: &Staff<'_>, url: &str, events: &[&str]) -> (String, String) {
    let input = json!({ "organizationId": staff.organization, "url": url, "events": events });
    let made = staff
        .owner
        .mutate("createWebhookEndpoint", input, "webhookEndpoint { id } secret")
        .await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let payload = made.payload();
    (text(&payload["webhookEndpoint"]["id"]), text(&payload["secret"]))
}

/// What was sent to an endpoint as those who manage it see it, the latest first.
pub(crate) async fn delivered(person: &Person<'_>, endpoint: &str) -> Value {
    let document = "query($id: ID!) { node(id: $id) { ... on WebhookEndpoint { deliveries(first: 50) { nodes { id webhookId event
        status attempts lastAttemptAt lastResponseStatus lastError nextAttemptAt finishedAt occurredAt endpoint { id } } } } } }";
    let seen = person.gql(document, json!({ "id": endpoint })).await;
    seen.at("/node/deliveries/nodes").clone()
}
