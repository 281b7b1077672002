//! Messages of Stripe, as they come in over HTTP: signed by its scheme, about a payment that it was asked for.

use crate::orders::{cart, on_sale};
use axum::{body::Body, http::Request};
use chrono::Duration;
use payments::{StripeGateway, StripeSettings, TestProvider};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{Answer, Staff, TestApp};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

const SECRET: &str = "whsec_of_this_test";

/// The application with Stripe as its provider, which takes every payment and tells later how it went.
async fn with_stripe() -> (TestApp, MockServer) {
    let server = MockServer::start().await;
    let intent = json!({ "id": "pi_1", "object": "payment_intent", "status": "processing", "amount": 4999,
        "currency": "eur", "client_secret": "pi_1_secret_2", "metadata": {} });
    Mock::given(method("POST"))
        .and(path("/v1/payment_intents"))
        .respond_with(ResponseTemplate::new(200).set_body_json(intent))
        .mount(&server)
        .await;
    let settings = StripeSettings::new("sk_test_of_this_test", SECRET, Some(&server.uri())).unwrap();
    let mut app = TestApp::new().await;
    app.router = gateway::router(
        gateway::Services {
            store: app.store.clone(),
            identity: app.identity.clone(),
            payments: Arc::new(StripeGateway::new(&settings).unwrap()),
            files: app.files.clone(),
        },
        gateway::GatewaySettings {
            public_url: "http://volmify.test".parse().unwrap(),
            limits: gateway::http::Limits::default(),
            allowed_documents: None,
            allowed_origins: gateway::AllowedOrigins::default(),
            trusted_proxies: 0,
            request_timeout: std::time::Duration::from_mins(1),
            demo_accounts: Vec::new(),
            live: gateway::LiveSettings::default(),
            rates: gateway::RateSettings::OFF,
            webhooks: webhooks::Reach::Public,
        },
    );
    (app, server)
}

fn captured(event: &str) -> Value {
    json!({ "id": event, "type": "payment_intent.succeeded", "data": { "object": {
        "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount": 4999, "amount_received": 4999,
        "currency": "eur", "metadata": {} } } })
}

/// The time and digest of both providers are made alike, so the other one can sign.
fn signed(app: &TestApp, secret: &str, body: &[u8], earlier: Duration) -> String {
    let moment = app.store.now() - earlier;
    TestProvider::new(secret).sign(body, moment).unwrap()
}

async fn send(app: &TestApp, provider: &str, signature: &str, body: Vec<u8>) -> Answer {
    let request = Request::post(format!("/webhooks/payments/{provider}"))
        .header("stripe-signature", signature)
        .body(Body::from(body));
    app.send(request.unwrap()).await
}

async fn status(staff: &Staff<'_>) -> String {
    let seen = staff
        .owner
        .gql(
            "{ organization(slug: \"alpenglow\") { orders { nodes { status } } } }",
            Value::Null,
        )
        .await;
    seen.text("/organization/orders/nodes/0/status")
}

#[tokio::test]
async fn only_what_stripe_signed_pays_an_order_and_only_once() {
    let (app, stripe) = with_stripe().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variant = on_sale(&staff, "p1", "49.99").await;
    staff
        .member
        .mutate(
            "placeOrder",
            cart(&staff, &variant, "pm_card_visa", "K1"),
            "order { id }",
        )
        .await
        .payload();
    assert_eq!(stripe.received_requests().await.unwrap().len(), 1);
    assert_eq!(status(&staff).await, "PENDING");
    let kept = app.count("payment_event").await;

    let body = captured("evt_1").to_string().into_bytes();
    let now = Duration::zero();
    let right = signed(&app, SECRET, &body, now);
    let mut altered = captured("evt_1");
    altered["data"]["object"]["amount_received"] = json!(1);
    for (signature, body) in [
        (String::new(), body.clone()),
        (signed(&app, "whsec_of_somebody_else", &body, now), body.clone()),
        (signed(&app, SECRET, &body, Duration::seconds(301)), body.clone()),
        (right.clone(), altered.to_string().into_bytes()),
    ] {
        let refused = send(&app, "stripe", &signature, body).await;
        assert_eq!(refused.status, 401, "{signature}");
    }
    // The test provider is not in use, whatever it signs.
    assert_eq!(send(&app, "test", &right, body.clone()).await.status, 404);
    let other = json!({ "id": "evt_0", "type": "customer.created", "data": { "object": {} } });
    let other = other.to_string().into_bytes();
    let signature = signed(&app, SECRET, &other, now);
    assert_eq!(send(&app, "stripe", &signature, other).await.status, 200);
    assert_eq!(app.count("payment_event").await, kept);
    assert_eq!(status(&staff).await, "PENDING");

    for _again in 0..3 {
        assert_eq!(send(&app, "stripe", &right, body.clone()).await.status, 200);
        assert_eq!(status(&staff).await, "PAID");
    }
    let twice = captured("evt_2").to_string().into_bytes();
    let signature = signed(&app, SECRET, &twice, now);
    assert_eq!(send(&app, "stripe", &signature, twice).await.status, 200);
    assert_eq!(app.count("payment_event").await, kept + 2);
    assert_eq!(app.count("revenue").await, 1);
    assert_eq!(app.count("ledger_transaction").await, 1);
}
