//! Payments.

use super::world::{Fake, SECRET_KEY, intent, no, ok, payment, with};
use payments::{Created, NewPayment, PaymentError, PaymentGateway, PaymentState};
use serde_json::json;
use wiremock::ResponseTemplate;

#[tokio::test]
async fn a_payment_is_asked_for_once_with_everything_in_it() {
    let fake = Fake::start().await;
    fake.pays(ok(intent("succeeded"))).await;
    let created = fake.gateway.create_payment(&payment()).await.unwrap();
    let expected = Created {
        reference: "pi_1".to_owned(),
        client_secret: None,
        state: PaymentState::Captured,
        failure_code: None,
    };
    assert_eq!(created, expected);

    let asked = fake.asked().await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].what, "POST /v1/payment_intents");
    assert_eq!(asked[0].header("idempotency-key"), Some("payment_1"));
    assert_eq!(asked[0].header("stripe-version"), Some("2026-04-22.dahlia"));
    let bearer = format!("Bearer {SECRET_KEY}");
    assert_eq!(asked[0].header("authorization"), Some(bearer.as_str()));
    let fields: Vec<_> = asked[0]
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let expected = [
        ("amount", "3784"),
        ("currency", "eur"),
        ("payment_method", "pm_card_visa"),
        ("confirm", "true"),
        ("automatic_payment_methods[enabled]", "true"),
        ("automatic_payment_methods[allow_redirects]", "never"),
        ("use_stripe_sdk", "true"),
        ("description", "2026-7K3M9QXD & more"),
        ("metadata[volmify_payment]", "payment_1"),
    ];
    assert_eq!(fields, expected);
}

#[tokio::test]
async fn each_status_has_one_meaning_and_only_something_to_confirm_has_a_secret() {
    for (status, state) in [
        ("succeeded", PaymentState::Captured),
        ("processing", PaymentState::Pending),
        ("requires_action", PaymentState::RequiresAction),
        ("requires_payment_method", PaymentState::Failed),
        ("canceled", PaymentState::Cancelled),
        ("requires_confirmation", PaymentState::Pending),
        ("requires_capture", PaymentState::Pending),
        ("invented_tomorrow", PaymentState::Pending),
    ] {
        let fake = Fake::start().await;
        fake.pays(ok(intent(status))).await;
        let created = fake.gateway.create_payment(&payment()).await.unwrap();
        assert_eq!(created.state, state, "{status}");
        let is_open = state == PaymentState::RequiresAction;
        assert_eq!(created.client_secret.is_some(), is_open, "{status}");
    }
}

#[tokio::test]
async fn a_decline_is_an_outcome_with_the_bank_s_reason() {
    for (error, code) in [
        (
            json!({ "code": "card_declined", "decline_code": "insufficient_funds" }),
            "insufficient_funds",
        ),
        (
            json!({ "code": "expired_card", "decline_code": null }),
            "expired_card",
        ),
    ] {
        let fake = Fake::start().await;
        let declined = with(
            intent("requires_payment_method"),
            json!({ "last_payment_error": error }),
        );
        let error = with(error, json!({ "type": "card_error", "payment_intent": declined }));
        fake.pays(no(402, error)).await;
        let created = fake.gateway.create_payment(&payment()).await.unwrap();
        let expected = Created {
            reference: "pi_1".to_owned(),
            client_secret: None,
            state: PaymentState::Failed,
            failure_code: Some(code.to_owned()),
        };
        assert_eq!(created, expected);
    }
}

/// Stripe repeats its first answer to a key, which may be long out of date.
#[tokio::test]
async fn a_repeated_answer_is_followed_by_a_question_how_things_stand() {
    let repeated = |answer: ResponseTemplate| answer.insert_header("idempotent-replayed", "true");
    let fake = Fake::start().await;
    fake.pays(repeated(ok(intent("requires_action")))).await;
    let now = "/v1/payment_intents/pi_1";
    fake.answers("GET", now, [ok(intent("succeeded"))]).await;
    let created = fake.gateway.create_payment(&payment()).await.unwrap();
    assert_eq!(created.state, PaymentState::Captured);
    let asked = fake.asked().await;
    assert_eq!(asked[1].what, "GET /v1/payment_intents/pi_1");
    assert_eq!(asked[1].header("idempotency-key"), None);

    let fake = Fake::start().await;
    let reason = json!({ "last_payment_error": { "code": "card_declined" } });
    let declined = with(intent("requires_payment_method"), reason);
    let error = json!({ "type": "card_error", "code": "card_declined", "payment_intent": declined });
    fake.pays(repeated(no(402, error))).await;
    fake.answers("GET", now, [ok(declined)]).await;
    let created = fake.gateway.create_payment(&payment()).await.unwrap();
    assert_eq!(created.state, PaymentState::Failed);
    assert_eq!(created.failure_code.as_deref(), Some("card_declined"));
}

#[tokio::test]
async fn only_payment_methods_of_stripe_are_accepted() {
    let fake = Fake::start().await;
    for method in ["pm_card_visa", "pm_1PgafyB7WZ01zgkW"] {
        assert!(fake.gateway.accepts(method), "{method}");
    }
    let long = format!("pm_{}", "a".repeat(200));
    for method in [
        "",
        "test_ok",
        "tok_visa",
        "pm_a/b",
        "pm_a b",
        "pm_ä",
        "pm_a&confirm=false",
        long.as_str(),
    ] {
        assert!(!fake.gateway.accepts(method), "{method}");
    }
}

#[tokio::test]
async fn what_cannot_be_a_key_is_not_sent() {
    let fake = Fake::start().await;
    for key in ["", "a b", "a\r\nx: y"] {
        let wanted = NewPayment {
            key: key.to_owned(),
            ..payment()
        };
        assert!(fake.gateway.create_payment(&wanted).await.is_err());
    }
    assert!(fake.asked().await.is_empty());
}

#[tokio::test]
async fn a_payment_is_withdrawn_once_and_what_is_over_stays_as_it_is() {
    let fake = Fake::start().await;
    let path = "/v1/payment_intents/pi_1/cancel";
    let cancelled = json!({ "id": "pi_1", "object": "payment_intent", "status": "canceled" });
    let over = json!({ "type": "invalid_request_error", "code": "payment_intent_unexpected_state" });
    let unknown = json!({ "type": "invalid_request_error", "code": "resource_missing" });
    fake.answers("POST", path, [ok(cancelled), no(400, over), no(404, unknown)])
        .await;
    fake.gateway.withdraw_payment("pi_1").await.unwrap();
    fake.gateway.withdraw_payment("pi_1").await.unwrap();
    let refused = fake.gateway.withdraw_payment("pi_1").await;
    assert!(matches!(refused, Err(PaymentError::Permanent(_))), "{refused:?}");
    let asked = fake.asked().await;
    let reason = ("cancellation_reason".to_owned(), "abandoned".to_owned());
    assert_eq!(asked[0].fields, [reason]);
}
