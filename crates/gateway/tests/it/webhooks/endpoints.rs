//! Adding, changing and removing endpoints.

use super::{Receiver, delivered, endpoint};
use crate::orders::{on_sale, order};
use futures::future::join_all;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{Staff, TestApp};

const FIELDS: &str = "webhookEndpoint { id url description events status version } secret";

fn input(staff: &Staff<'_>, url: &str) -> Value {
    json!({ "organizationId": staff.organization, "url": url, "events": ["ORDER_PAID"] })
}

#[tokio::test]
async fn a_secret_is_shown_once() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let mut new = input(&staff, "https://hooks.example.com/in/t0ken?key=t0ken");
    new["description"] = json!("  Our warehouse ");
    let made = staff.owner.mutate("createWebhookEndpoint", new, FIELDS).await;
    let made = made.payload();
    let secret = made["secret"].as_str().unwrap();
    assert_eq!((secret.len(), secret.starts_with("whsec_")), (50, true));
    let id = &made["webhookEndpoint"]["id"];
    assert_eq!(
        made["webhookEndpoint"],
        json!({ "id": id, "url": "https://hooks.example.com/in/t0ken?key=t0ken", "description": "Our warehouse",
            "events": ["ORDER_PAID"], "status": "ENABLED", "version": 1 })
    );
    let everything =
        "{ organization(slug: \"alpha\") { webhookEndpoints { totalCount nodes { id url version deliveries {
        totalCount } } } events(first: 5) { nodes { action before after } } } }";
    let seen = staff.owner.gql(everything, Value::Null).await;
    assert_eq!(seen.at("/organization/webhookEndpoints/totalCount"), 1);
    assert_eq!(
        seen.at("/organization/events/nodes/0"),
        &json!({ "action": "WEBHOOK_ENDPOINT_CREATED", "before": null, "after": { "origin": "https://hooks.example.com",
            "description": "Our warehouse", "events": ["ORDER_PAID"], "status": "ENABLED" } })
    );
    assert!(!seen.body.to_string().contains(&secret["whsec_".len()..]));
    // The log is read by people who do not manage endpoints; addresses may hold what only the other side should know.
    assert!(!seen.at("/organization/events").to_string().contains("t0ken"));
}

#[tokio::test]
async fn addresses_and_events_are_checked_together() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    for (url, events, refusals) in [
        (
            "https://ana:pw@example.com",
            json!(["ORDER_PAID"]),
            vec!["URL_WITH_CREDENTIALS url"],
        ),
        (
            "http://example.com",
            json!(["ORDER_PAID"]),
            vec!["URL_NOT_SECURE url"],
        ),
        (
            "https://",
            json!([]),
            vec!["INVALID_FORMAT url", "REQUIRED events"],
        ),
        (
            "",
            json!(["ORDER_PAID", "PAYOUT_MADE", "ORDER_PAID"]),
            vec!["INVALID_FORMAT url", "DUPLICATE events.2"],
        ),
    ] {
        let mut new = input(&staff, url);
        new["events"] = events;
        let refused = staff.owner.mutate("createWebhookEndpoint", new, "secret").await;
        assert_eq!(refused.refusals(), refusals, "{url}");
    }
    let long = format!("https://example.com/{}", "a".repeat(2_000));
    let refused = staff
        .owner
        .mutate("createWebhookEndpoint", input(&staff, &long), "secret")
        .await;
    assert_eq!(
        (refused.refusals(), refused.params()),
        (vec!["TOO_LONG url".to_owned()], &json!({ "max": 2000 }))
    );
    assert_eq!(app.count("webhook_endpoint").await, 0);
}

/// A server that is not told otherwise calls the public internet only.
#[tokio::test]
async fn private_addresses_are_refused() {
    let mut app = TestApp::new().await;
    app.router = gateway::router(
        gateway::Services {
            store: app.store.clone(),
            identity: app.identity.clone(),
            payments: Arc::<payments::TestProvider>::clone(&app.payments),
            files: app.files.clone(),
        },
        gateway::GatewaySettings {
            public_url: "http://volmify.test".parse().unwrap(),
            limits: gateway::http::Limits::default(),
            allowed_documents: None,
            trusted_proxies: 0,
            request_timeout: std::time::Duration::from_mins(1),
            demo_accounts: Vec::new(),
            live: gateway::LiveSettings::default(),
            rates: gateway::RateSettings::OFF,
            webhooks: webhooks::Reach::Public,
            allowed_origins: gateway::AllowedOrigins::default(),
        },
    );
    let staff = Staff::found(&app, "alpha").await;
    let (id, _) = endpoint(&staff, "https://hooks.example.com/", &["ORDER_PAID"]).await;
    for (url, refusal) in [
        ("https://127.0.0.1/", "URL_NOT_PUBLIC url"),
        ("https://[::ffff:10.0.0.1]/", "URL_NOT_PUBLIC url"),
        ("https://169.254.169.254/latest/meta-data", "URL_NOT_PUBLIC url"),
        ("https://localhost:8080/", "URL_NOT_PUBLIC url"),
        ("http://localhost:8080/", "URL_NOT_SECURE url"),
    ] {
        let refused = staff
            .owner
            .mutate("createWebhookEndpoint", input(&staff, url), "secret");
        assert_eq!(refused.await.refusals(), [refusal], "{url}");
        let change = json!({ "id": id, "url": url });
        let refused = staff
            .owner
            .mutate("updateWebhookEndpoint", change, "webhookEndpoint { id }");
        assert_eq!(refused.await.refusals(), [refusal], "{url}");
    }
    assert_eq!(app.count("webhook_endpoint").await, 1);
}

#[tokio::test]
async fn changes_are_told_and_meet() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let (id, _) = endpoint(&staff, "https://hooks.example.com/", &["ORDER_PAID"]).await;
    let fields = "webhookEndpoint { url description events status version }";
    let update = async |mut change: Value| {
        change["id"] = json!(id);
        staff.owner.mutate("updateWebhookEndpoint", change, fields).await
    };
    let changed = update(
        json!({ "url": "https://new.example.com/", "description": "New", "events": ["PAYOUT_MADE"],
        "isEnabled": false, "expectedVersion": 1 }),
    )
    .await;
    assert_eq!(
        changed.payload()["webhookEndpoint"],
        json!({ "url": "https://new.example.com/", "description": "New", "events": ["PAYOUT_MADE"], "status": "DISABLED",
            "version": 2 })
    );
    // A change that changes nothing writes nothing.
    let events = app.count("event").await;
    let same = update(json!({ "description": "New", "isEnabled": false })).await;
    assert_eq!(same.payload()["webhookEndpoint"]["version"], 2);
    assert_eq!(app.count("event").await, events);
    let late = update(json!({ "description": null, "expectedVersion": 1 })).await;
    assert_eq!(late.refusals(), ["VERSION_CONFLICT expectedVersion"]);
    let empty = update(json!({ "url": null, "events": null, "isEnabled": null })).await;
    assert_eq!(
        empty.refusals(),
        ["REQUIRED url", "REQUIRED events", "REQUIRED isEnabled"]
    );
}

#[tokio::test]
async fn what_is_removed_is_gone() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, _) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    order(&staff.member, &staff, &variant, "test_ok", "K1").await;
    app.send_webhooks().await;
    let delivery = delivered(&staff.owner, &id).await[0]["id"].clone();
    order(&staff.member, &staff, &variant, "test_ok", "K2").await;
    app.store.follow_webhooks().await.unwrap();
    let removed = staff
        .owner
        .mutate("deleteWebhookEndpoint", json!({ "id": id }), "deletedId")
        .await;
    assert_eq!(removed.payload()["deletedId"], json!(id));
    assert_eq!(app.send_webhooks().await, 0);
    assert_eq!(receiver.received().await.len(), 1);
    assert_eq!(
        app.count("webhook_endpoint").await + app.count("webhook_delivery").await,
        0
    );
    for (mutation, input, refusal) in [
        ("deleteWebhookEndpoint", json!({ "id": id }), "NOT_FOUND id"),
        ("redeliverWebhook", json!({ "id": delivery }), "NOT_FOUND id"),
    ] {
        let again = staff.owner.mutate(mutation, input, "__typename").await;
        assert_eq!(again.refusals(), [refusal]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_at_once_ten_are_added() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let answers = join_all((0..50).map(|number| {
        let url = format!("https://hooks.example.com/{number}");
        staff
            .owner
            .mutate("createWebhookEndpoint", input(&staff, &url), "secret")
    }))
    .await;
    let added = answers.iter().filter(|answer| answer.refusals().is_empty());
    assert_eq!(added.count(), 10);
    for refused in answers.iter().filter(|answer| !answer.refusals().is_empty()) {
        assert_eq!(
            (refused.refusals(), refused.params()),
            (
                vec!["TOO_MANY_WEBHOOK_ENDPOINTS".to_owned()],
                &json!({ "max": 10 })
            )
        );
    }
    assert_eq!(app.count("webhook_endpoint").await, 10);
}
