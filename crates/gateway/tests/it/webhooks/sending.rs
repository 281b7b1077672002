//! Trying again, in order, and not too often.

use super::{Received, Receiver, delivered, endpoint};
use crate::orders::{on_sale, order};
use chrono::Duration;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Staff, TestApp};

async fn pay(staff: &Staff<'_>, variant: &str, key: &str) -> String {
    order(&staff.member, staff, variant, "test_ok", key).await
}

fn orders(received: &[Received]) -> Vec<String> {
    let order = |message: &Received| message.body["data"]["orderId"].as_str().unwrap().to_owned();
    received.iter().map(order).collect()
}

#[tokio::test]
async fn what_failed_comes_again_with_the_same_id() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, secret) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    pay(&staff, &variant, "K1").await;
    receiver.answers(500);
    assert_eq!(app.send_webhooks().await, 1);
    let seen = delivered(&staff.owner, &id).await;
    assert_eq!(
        (
            &seen[0]["status"],
            &seen[0]["attempts"],
            &seen[0]["lastResponseStatus"],
            &seen[0]["lastError"]
        ),
        (
            &json!("PENDING"),
            &json!(1),
            &json!(500),
            &json!("the endpoint answered 500")
        )
    );
    assert_eq!(
        seen[0]["nextAttemptAt"],
        json!(app.store.now() + Duration::seconds(30))
    );
    receiver.answers(200);
    app.clock.advance(Duration::seconds(29));
    assert_eq!(app.send_webhooks().await, 0, "too early");
    app.clock.advance(Duration::seconds(1));
    assert_eq!(app.send_webhooks().await, 1);

    let received = receiver.received().await;
    assert_eq!(received.len(), 2);
    assert_eq!(
        (&received[0].id, &received[0].body),
        (&received[1].id, &received[1].body)
    );
    assert_eq!(received[1].timestamp - received[0].timestamp, 30);
    assert!(received.iter().all(|message| message.is_signed_with(&secret)));
    let seen = delivered(&staff.owner, &id).await;
    assert_eq!(
        seen,
        json!([{
            "id": seen[0]["id"], "webhookId": received[0].id, "event": "ORDER_PAID", "status": "DELIVERED", "attempts": 2,
            "lastAttemptAt": app.store.now(), "lastResponseStatus": 200, "lastError": null, "nextAttemptAt": null,
            "finishedAt": app.store.now(), "occurredAt": app.store.now() - Duration::seconds(30), "endpoint": { "id": id },
        }])
    );
}

/// The other side is down for an hour, in which an order is paid every ten minutes. Then it gets all of them, each once, in order.
#[tokio::test]
async fn an_hour_of_silence_loses_nothing() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, _) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    receiver.answers(503);
    let mut paid = Vec::new();
    for minutes in 0..6 {
        paid.push(pay(&staff, &variant, &format!("K{minutes}")).await);
        for _ in 0..10 {
            app.send_webhooks().await;
            app.clock.advance(Duration::minutes(1));
        }
    }
    let in_vain = receiver.received().await.len();
    assert!(
        orders(&receiver.received().await)
            .iter()
            .all(|order| *order == paid[0])
    );
    receiver.answers(200);
    for minutes in 6..12 {
        paid.push(pay(&staff, &variant, &format!("K{minutes}")).await);
        app.clock.advance(Duration::minutes(10));
        app.send_webhooks().await;
    }
    let received = receiver.received().await.split_off(in_vain);
    assert_eq!(orders(&received), paid);
    let ids: BTreeSet<&str> = received.iter().map(|message| message.id.as_str()).collect();
    assert_eq!(ids.len(), paid.len());
    let seen = delivered(&staff.owner, &id).await;
    assert!(
        seen.as_array()
            .unwrap()
            .iter()
            .all(|delivery| delivery["status"] == "DELIVERED")
    );
}

#[tokio::test]
async fn what_is_switched_off_is_told_nothing() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, _) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    let switch = async |is_enabled: bool, status: &str| {
        let input = json!({ "id": id, "isEnabled": is_enabled });
        let done = staff
            .owner
            .mutate("updateWebhookEndpoint", input, "webhookEndpoint { status }")
            .await;
        assert_eq!(done.payload()["webhookEndpoint"]["status"], status);
    };
    receiver.answers(500);
    let waiting = pay(&staff, &variant, "K1").await;
    app.send_webhooks().await;
    receiver.answers(200);
    switch(false, "DISABLED").await;
    pay(&staff, &variant, "K2").await;
    app.clock.advance(Duration::hours(1));
    assert_eq!(app.send_webhooks().await, 0);
    // What waited when it was switched off is sent; what happened meanwhile never is.
    switch(true, "ENABLED").await;
    assert_eq!(app.send_webhooks().await, 1);
    let later = pay(&staff, &variant, "K3").await;
    assert_eq!(app.send_webhooks().await, 1);
    assert_eq!(
        orders(&receiver.received().await),
        [waiting.clone(), waiting, later]
    );
}

#[tokio::test]
async fn whoever_is_gone_is_told_nothing_more() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, _) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    receiver.answers(410);
    pay(&staff, &variant, "K1").await;
    app.send_webhooks().await;
    pay(&staff, &variant, "K2").await;
    app.clock.advance(Duration::days(1));
    assert_eq!(app.send_webhooks().await, 0);
    assert_eq!(receiver.received().await.len(), 1);
    let document = "query($id: ID!) { node(id: $id) { ... on WebhookEndpoint { status organization {
        events(filter: { action: [WEBHOOK_ENDPOINT_GONE] }) { nodes { subjectId capacity } } } } } }";
    let seen = staff.owner.gql(document, json!({ "id": id })).await;
    assert_eq!(
        seen.at("/node"),
        &json!({ "status": "GONE", "organization": { "events": { "nodes": [{ "subjectId": id, "capacity": "SYSTEM" }] } } })
    );
    let failed = delivered(&staff.owner, &id).await;
    assert_eq!(
        (
            &failed[0]["status"],
            &failed[0]["lastError"],
            &failed[0]["nextAttemptAt"]
        ),
        (
            &json!("FAILED"),
            &json!("the endpoint answered 410"),
            &Value::Null
        )
    );
}

#[tokio::test]
async fn a_replaced_secret_signs_for_another_day() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, first) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    let fields = "webhookEndpoint { version secretRotatedAt } secret";
    let rotate = staff
        .owner
        .mutate("rotateWebhookSecret", json!({ "id": id }), fields);
    let rotated = rotate.await.payload().clone();
    let second = rotated["secret"].as_str().unwrap();
    assert_ne!(first, second);
    assert_eq!(
        rotated["webhookEndpoint"],
        json!({ "version": 2, "secretRotatedAt": app.store.now() })
    );
    for (key, pause, signatures) in [
        ("K1", Duration::hours(24) - Duration::seconds(1), 2),
        ("K2", Duration::seconds(1), 1),
    ] {
        app.clock.advance(pause);
        pay(&staff, &variant, key).await;
        app.send_webhooks().await;
        let received = receiver.received().await;
        let message = received.last().unwrap();
        assert_eq!(message.signatures.len(), signatures);
        assert!(message.is_signed_with(second));
        assert_eq!(message.is_signed_with(&first), signatures == 2);
    }
}

#[tokio::test]
async fn everything_can_be_sent_again() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let receiver = Receiver::start().await;
    let (id, _) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;
    let mut paid = Vec::new();
    for key in ["K1", "K2", "K3"] {
        paid.push(pay(&staff, &variant, key).await);
        app.clock.advance(Duration::minutes(1));
    }
    app.send_webhooks().await;
    let first = delivered(&staff.owner, &id).await[2]["id"].clone();
    let again = staff
        .owner
        .mutate(
            "redeliverWebhook",
            json!({ "id": first }),
            "webhookDelivery { status attempts }",
        )
        .await;
    assert_eq!(
        again.payload()["webhookDelivery"],
        json!({ "status": "PENDING", "attempts": 0 })
    );
    assert_eq!(app.send_webhooks().await, 1);
    let since = app.store.now() - Duration::minutes(2);
    let replay = async |since: chrono::DateTime<chrono::Utc>| {
        let input = json!({ "endpointId": id, "since": since });
        let done = staff
            .owner
            .mutate("replayWebhooks", input, "webhookEndpoint { id } replayed")
            .await;
        done.payload()["replayed"].clone()
    };
    assert_eq!(replay(app.store.now()).await, 0);
    assert_eq!(replay(since).await, 2);
    assert_eq!(app.send_webhooks().await, 2);
    let received = receiver.received().await;
    let expected = [0, 1, 2, 0, 1, 2].map(|place: usize| paid[place].clone());
    assert_eq!(orders(&received), expected);
    for (one, other) in [(0, 3), (1, 4), (2, 5)] {
        assert_eq!(received[one].id, received[other].id);
    }
    let log =
        "{ organization(slug: \"alpha\") { events(filter: { action: [WEBHOOK_REPLAYED] }) { totalCount } } }";
    let told = staff.owner.gql(log, Value::Null).await;
    assert_eq!(told.at("/organization/events/totalCount"), 2);
}
