//! Stripe's own examples of its objects, where they lie beside the checkout; they are not part of it.

use super::world::{Fake, message, moment, ok, payment, reader, refund, signature};
use payments::{About, PaymentGateway, PaymentState, RefundState};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The recorded object of a kind, or none, said aloud, where there are no recordings.
#[expect(
    clippy::print_stdout,
    reason = "nobody should believe that a skipped test has passed"
)]
fn recorded(kind: &str) -> Option<Value> {
    let beside = "../../../../shared/data/stripe-fixtures/fixtures3.json";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(beside);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no {}", path.display());
        return None;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let object = all.pointer(&format!("/resources/{kind}")).cloned();
    assert!(object.is_some(), "{kind}");
    object
}

#[tokio::test]
async fn a_recorded_payment_is_understood() {
    let Some(intent) = recorded("payment_intent") else {
        return;
    };
    let fake = Fake::start().await;
    fake.pays(ok(intent.clone())).await;
    let created = fake.gateway.create_payment(&payment()).await.unwrap();
    assert_eq!(created.state, PaymentState::Failed);
    assert_eq!(Some(created.reference.as_str()), intent["id"].as_str());

    let body = message("payment_intent.payment_failed", &intent);
    let event = reader().read_event(&signature(&body), &body, moment()).unwrap();
    let About::Payment {
        key,
        amount_minor,
        currency,
        ..
    } = event.about
    else {
        panic!("not a payment");
    };
    assert_eq!((key, amount_minor, currency.as_str()), (None, 1_099, "USD"));
}

#[tokio::test]
async fn a_recorded_refund_is_understood() {
    let Some(object) = recorded("refund") else { return };
    let fake = Fake::start().await;
    let list = json!({ "object": "list", "data": [object.clone()], "has_more": false, "url": "/v1/refunds" });
    fake.answers("GET", "/v1/refunds", [ok(list)]).await;
    fake.answers("POST", "/v1/refunds", [ok(object.clone())]).await;
    let refunded = fake.gateway.refund(&refund()).await.unwrap();
    assert_eq!(refunded.state, RefundState::Completed);
    assert_eq!(Some(refunded.reference.as_str()), object["id"].as_str());

    let body = message("refund.updated", &object);
    let event = reader().read_event(&signature(&body), &body, moment()).unwrap();
    assert!(matches!(
        event.about,
        About::Refund {
            state: RefundState::Completed,
            ..
        }
    ));
}

#[test]
fn recorded_charges_disputes_and_messages_are_understood() {
    for (kind, object) in [
        ("charge.refunded", "charge"),
        ("charge.dispute.created", "dispute"),
        ("payout.paid", "payout"),
    ] {
        let Some(object) = recorded(object) else { return };
        let body = message(kind, &object);
        let event = reader().read_event(&signature(&body), &body, moment()).unwrap();
        // The charge names no refund, and the bank only inquires.
        assert_eq!(event.about, About::Other, "{kind}");
    }
    let Some(event) = recorded("event") else { return };
    let body = event.to_string().into_bytes();
    let read = reader().read_event(&signature(&body), &body, moment()).unwrap();
    assert_eq!((read.kind.as_str(), read.about), ("plan.created", About::Other));
}
