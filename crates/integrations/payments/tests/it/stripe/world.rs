//! A fake Stripe and what is asked of it.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use payments::{NewPayment, NewRefund, Patience, StripeGateway, StripeSettings};
use serde_json::{Value, json};
use sha2::Sha256;
use std::{collections::HashMap, time::Duration};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path},
};

pub const SECRET_KEY: &str = "sk_test_hunter2hunter2";
pub const WEBHOOK_SECRET: &str = "whsec_first_secret";
pub const OTHER_WEBHOOK_SECRET: &str = "whsec_second_secret";

pub fn settings(url: Option<&str>) -> StripeSettings {
    let secrets = format!("{WEBHOOK_SECRET}, {OTHER_WEBHOOK_SECRET}");
    StripeSettings::new(SECRET_KEY, &secrets, url)
        .unwrap()
        .with_patience(Patience {
            pause: Duration::from_millis(1),
            ..Patience::default()
        })
}

/// A gateway that only reads messages.
pub fn reader() -> StripeGateway {
    StripeGateway::new(&settings(None)).unwrap()
}

pub struct Fake {
    pub server: MockServer,
    pub gateway: StripeGateway,
}

impl Fake {
    pub async fn start() -> Self {
        Self::with(|settings| settings).await
    }

    pub async fn with(change: impl FnOnce(StripeSettings) -> StripeSettings) -> Self {
        let server = MockServer::start().await;
        let gateway = StripeGateway::new(&change(settings(Some(&server.uri())))).unwrap();
        Self { server, gateway }
    }

    /// The next answers on a path, each given once.
    pub async fn answers(&self, verb: &str, at: &str, answers: impl IntoIterator<Item = ResponseTemplate>) {
        for answer in answers {
            Mock::given(method(verb))
                .and(path(at))
                .respond_with(answer)
                .up_to_n_times(1)
                .mount(&self.server)
                .await;
        }
    }

    pub async fn pays(&self, answer: ResponseTemplate) {
        self.answers("POST", "/v1/payment_intents", [answer]).await;
    }

    pub async fn asked(&self) -> Vec<Asked> {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().map(Asked::of).collect()
    }
}

/// What was sent.
#[derive(Debug)]
pub struct Asked {
    pub what: String,
    pub headers: HashMap<String, String>,
    pub fields: Vec<(String, String)>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let headers = request.headers.iter();
        Self {
            what: format!("{} {}", request.method, request.url.path()),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            fields: form_urlencoded::parse(&request.body)
                .chain(request.url.query_pairs())
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

pub fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// How Stripe says no.
pub fn no(status: u16, error: Value) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .insert_header("request-id", "req_1")
        .set_body_json(json!({ "error": error }))
}

pub fn intent(status: &str) -> Value {
    json!({
        "id": "pi_1", "object": "payment_intent", "status": status, "amount": 3_784,
        "amount_received": if status == "succeeded" { 3_784 } else { 0 }, "currency": "eur",
        "client_secret": "pi_1_secret_2", "last_payment_error": null, "cancellation_reason": null,
        "metadata": { "volmify_payment": "payment_1" },
    })
}

/// The same with other fields.
pub fn with(mut object: Value, fields: Value) -> Value {
    let changed = object.as_object_mut().unwrap();
    changed.extend(fields.as_object().unwrap().clone());
    object
}

pub fn payment() -> NewPayment {
    NewPayment {
        key: "payment_1".to_owned(),
        amount_minor: 3_784,
        currency: "EUR".to_owned(),
        method: "pm_card_visa".to_owned(),
        description: "2026-7K3M9QXD & more".to_owned(),
    }
}

pub fn refund() -> NewRefund {
    NewRefund {
        key: "refund_tender_1".to_owned(),
        payment: "pi_1".to_owned(),
        amount_minor: 1_892,
        currency: "EUR".to_owned(),
    }
}

pub fn moment() -> DateTime<Utc> {
    "2026-03-14T08:00:00Z".parse().unwrap()
}

pub fn digest(secret: &str, seconds: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

pub fn signature(body: &[u8]) -> String {
    let seconds = moment().timestamp();
    format!("t={seconds},v1={}", digest(WEBHOOK_SECRET, seconds, body))
}

/// A message of Stripe about an object.
pub fn message(kind: &str, object: &Value) -> Vec<u8> {
    let message = json!({
        "id": "evt_1", "object": "event", "api_version": "2026-04-22.dahlia", "created": 1_773_475_200,
        "data": { "object": object }, "livemode": false, "pending_webhooks": 1, "type": kind,
    });
    message.to_string().into_bytes()
}
