//! What Stripe tells by itself.

use super::world::{intent, message, moment, reader, signature, with};
use chrono::DateTime;
use payments::{About, DisputeState, PaymentGateway, PaymentState, ProviderEvent, RefundState, WebhookError};
use serde_json::{Value, json};

fn read(body: &[u8]) -> Result<ProviderEvent, WebhookError> {
    reader().read_event(&signature(body), body, moment())
}

fn about(kind: &str, object: &Value) -> About {
    let event = read(&message(kind, object)).unwrap();
    assert_eq!((event.reference.as_str(), event.kind.as_str()), ("evt_1", kind));
    event.about
}

#[test]
fn payments_say_where_they_stand() {
    let declined =
        json!({ "last_payment_error": { "code": "card_declined", "decline_code": "do_not_honor" } });
    let given_up = json!({ "cancellation_reason": "abandoned" });
    for (kind, object, state, failure) in [
        (
            "payment_intent.succeeded",
            intent("succeeded"),
            PaymentState::Captured,
            None,
        ),
        (
            "payment_intent.processing",
            intent("processing"),
            PaymentState::Pending,
            None,
        ),
        (
            "payment_intent.requires_action",
            intent("requires_action"),
            PaymentState::RequiresAction,
            None,
        ),
        (
            "payment_intent.payment_failed",
            with(intent("requires_payment_method"), declined),
            PaymentState::Failed,
            Some("do_not_honor"),
        ),
        (
            "payment_intent.canceled",
            with(intent("canceled"), given_up),
            PaymentState::Cancelled,
            Some("abandoned"),
        ),
    ] {
        let expected = About::Payment {
            key: Some("payment_1".to_owned()),
            reference: "pi_1".to_owned(),
            state,
            failure_code: failure.map(ToOwned::to_owned),
            amount_minor: 3_784,
            currency: "EUR".to_owned(),
        };
        assert_eq!(about(kind, &object), expected);
    }
}

#[test]
fn what_was_received_counts_and_not_what_was_asked_for() {
    let part = with(
        intent("succeeded"),
        json!({ "amount_received": 100, "metadata": {} }),
    );
    let About::Payment {
        key, amount_minor, ..
    } = about("payment_intent.succeeded", &part)
    else {
        panic!("not a payment");
    };
    assert_eq!((key, amount_minor), (None, 100));
}

#[test]
fn refunds_say_where_they_stand() {
    for (kind, status, state) in [
        ("refund.created", "pending", RefundState::Pending),
        ("refund.updated", "succeeded", RefundState::Completed),
        ("refund.failed", "failed", RefundState::Failed),
        ("charge.refund.updated", "canceled", RefundState::Failed),
    ] {
        let refund =
            json!({ "id": "re_1", "status": status, "metadata": { "volmify_refund": "refund_tender_1" } });
        let expected = About::Refund {
            key: Some("refund_tender_1".to_owned()),
            reference: "re_1".to_owned(),
            state,
        };
        assert_eq!(about(kind, &refund), expected);
    }
}

#[test]
fn a_refunded_charge_counts_where_it_names_the_refund() {
    let refunds = json!([{ "id": "re_2", "status": "succeeded" }, { "id": "re_1", "status": "failed" }]);
    let old = json!({ "id": "ch_1", "refunds": { "object": "list", "data": refunds, "has_more": false } });
    let expected = About::Refund {
        key: None,
        reference: "re_2".to_owned(),
        state: RefundState::Completed,
    };
    assert_eq!(about("charge.refunded", &old), expected);
    for new in [json!({ "id": "ch_1" }), json!({ "id": "ch_1", "refunds": null })] {
        assert_eq!(about("charge.refunded", &new), About::Other);
    }
}

#[test]
fn disputes_say_where_they_stand() {
    let dispute = |status: &str, payment: Value| {
        json!({
            "id": "dp_1", "status": status, "amount": 3_784, "currency": "eur", "charge": "ch_1",
            "payment_intent": payment, "reason": "fraudulent", "evidence_details": { "due_by": 1_775_001_600 },
        })
    };
    for (kind, status, state) in [
        ("charge.dispute.created", "needs_response", DisputeState::Open),
        ("charge.dispute.created", "under_review", DisputeState::Open),
        ("charge.dispute.closed", "won", DisputeState::Won),
        ("charge.dispute.closed", "lost", DisputeState::Lost),
    ] {
        let expected = About::Dispute {
            reference: "dp_1".to_owned(),
            payment: "pi_1".to_owned(),
            state,
            amount_minor: 3_784,
            currency: "EUR".to_owned(),
            reason: Some("fraudulent".to_owned()),
            evidence_due_at: DateTime::from_timestamp(1_775_001_600, 0),
        };
        assert_eq!(about(kind, &dispute(status, json!("pi_1"))), expected);
    }
    for status in [
        "warning_needs_response",
        "warning_closed",
        "prevented",
        "invented_tomorrow",
    ] {
        assert_eq!(
            about("charge.dispute.closed", &dispute(status, json!("pi_1"))),
            About::Other
        );
    }
    assert_eq!(
        about("charge.dispute.closed", &dispute("lost", Value::Null)),
        About::Other
    );
}

#[test]
fn everything_else_is_left_alone() {
    for kind in [
        "payment_intent.created",
        "payment_intent.amount_capturable_updated",
        "charge.succeeded",
        "charge.dispute.funds_withdrawn",
        "payout.paid",
        "invented.tomorrow",
    ] {
        assert_eq!(about(kind, &intent("succeeded")), About::Other);
    }
    let thin =
        br#"{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.error","related_object":{}}"#;
    assert_eq!(read(thin).unwrap().about, About::Other);
}

#[test]
fn what_is_kept_cannot_confirm_a_payment() {
    let event = read(&message(
        "payment_intent.requires_action",
        &intent("requires_action"),
    ))
    .unwrap();
    assert!(!event.body.to_string().contains("secret"));
    assert_eq!(event.body["data"]["object"]["id"], "pi_1");
}

#[test]
fn rubbish_is_malformed_even_when_it_is_signed() {
    let kind = "payment_intent.succeeded";
    let body = |value: Value| value.to_string().into_bytes();
    for body in [
        b"".to_vec(),
        b"[]".to_vec(),
        b"{}".to_vec(),
        body(json!({ "id": "evt_1", "type": kind })),
        body(json!({ "id": "evt_1", "type": kind, "data": {} })),
        body(json!({ "id": "evt_1", "type": "a b", "data": {} })),
        body(json!({ "id": "evt_1", "type": "payout.paid", "data": { "object": "\u{0}" } })),
        body(json!({ "id": "a".repeat(201), "type": "payout.paid" })),
        message(kind, &json!({})),
        message(kind, &with(intent("succeeded"), json!({ "id": "" }))),
        message(
            kind,
            &with(
                intent("succeeded"),
                json!({ "metadata": { "volmify_payment": "a b" } }),
            ),
        ),
        message(kind, &with(intent("succeeded"), json!({ "currency": "euro" }))),
        message(
            kind,
            &with(
                intent("succeeded"),
                json!({ "currency": "isk", "amount_received": 501 }),
            ),
        ),
        message(
            kind,
            &with(intent("succeeded"), json!({ "amount_received": 37.84 })),
        ),
    ] {
        let text = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(read(&body), Err(WebhookError::Malformed), "{text}");
    }
}
