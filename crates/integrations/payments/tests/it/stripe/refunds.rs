//! Refunds.

use super::world::{Fake, no, ok, refund};
use payments::{NewRefund, PaymentError, PaymentGateway, RefundState};
use serde_json::{Value, json};

fn made(id: &str, key: &str, status: &str) -> Value {
    json!({ "id": id, "object": "refund", "status": status, "metadata": { "volmify_refund": key } })
}

fn list(data: &[Value], has_more: bool) -> Value {
    json!({ "object": "list", "url": "/v1/refunds", "data": data, "has_more": has_more })
}

#[tokio::test]
async fn money_is_given_back_under_our_key() {
    for (status, state) in [
        ("succeeded", RefundState::Completed),
        ("pending", RefundState::Pending),
        ("requires_action", RefundState::Pending),
        ("failed", RefundState::Failed),
        ("canceled", RefundState::Failed),
        ("invented_tomorrow", RefundState::Pending),
    ] {
        let fake = Fake::start().await;
        let others = list(
            &[
                made("re_0", "refund_tender_0", "succeeded"),
                json!({ "id": "re_9" }),
            ],
            false,
        );
        fake.answers("GET", "/v1/refunds", [ok(others)]).await;
        let answer = ok(made("re_1", "refund_tender_1", status));
        fake.answers("POST", "/v1/refunds", [answer]).await;
        let refunded = fake.gateway.refund(&refund()).await.unwrap();
        assert_eq!(
            (refunded.reference.as_str(), refunded.state),
            ("re_1", state),
            "{status}"
        );

        let asked = fake.asked().await;
        let own = |fields: &[(&str, &str)]| {
            let pairs = fields.iter();
            pairs
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            asked[0].fields,
            own(&[("payment_intent", "pi_1"), ("limit", "100")])
        );
        assert_eq!(asked[1].header("idempotency-key"), Some("refund_tender_1"));
        let expected = own(&[
            ("payment_intent", "pi_1"),
            ("amount", "1892"),
            ("metadata[volmify_refund]", "refund_tender_1"),
        ]);
        assert_eq!(asked[1].fields, expected);
    }
}

/// Stripe forgets keys after a day; a refund by bank transfer takes longer.
#[tokio::test]
async fn what_was_given_back_is_found_again_without_giving_it_back_twice() {
    let fake = Fake::start().await;
    let first = list(&[made("re_3", "refund_tender_3", "pending")], true);
    let second = list(&[made("re_1", "refund_tender_1", "succeeded")], false);
    fake.answers("GET", "/v1/refunds", [ok(first), ok(second)]).await;
    let refunded = fake.gateway.refund(&refund()).await.unwrap();
    assert_eq!(
        (refunded.reference.as_str(), refunded.state),
        ("re_1", RefundState::Completed)
    );
    let asked = fake.asked().await;
    let what: Vec<_> = asked.iter().map(|asked| asked.what.as_str()).collect();
    assert_eq!(what, ["GET /v1/refunds", "GET /v1/refunds"]);
    let after = ("starting_after".to_owned(), "re_3".to_owned());
    assert!(asked[1].fields.contains(&after));
}

#[tokio::test]
async fn nothing_is_given_back_while_it_is_unknown_what_was() {
    let fake = Fake::start().await;
    let busy = || no(503, json!({ "type": "api_error" }));
    fake.answers("GET", "/v1/refunds", [busy(), busy(), busy()]).await;
    let error = fake.gateway.refund(&refund()).await.unwrap_err();
    assert!(matches!(error, PaymentError::Temporary(_)), "{error}");
    assert!(
        fake.asked()
            .await
            .iter()
            .all(|asked| asked.what == "GET /v1/refunds")
    );
}

#[tokio::test]
async fn what_stripe_will_never_give_back_is_final() {
    let fake = Fake::start().await;
    fake.answers("GET", "/v1/refunds", [ok(list(&[], false))]).await;
    let error = json!({ "type": "invalid_request_error", "code": "charge_already_refunded" });
    fake.answers("POST", "/v1/refunds", [no(400, error)]).await;
    let error = fake.gateway.refund(&refund()).await.unwrap_err();
    assert!(
        matches!(&error, PaymentError::Permanent(text) if text.contains("charge_already_refunded")),
        "{error}"
    );

    let elsewhere = NewRefund {
        payment: "pi_1/../../v1/payouts".to_owned(),
        ..refund()
    };
    let error = fake.gateway.refund(&elsewhere).await.unwrap_err();
    assert!(matches!(error, PaymentError::Permanent(_)), "{error}");
    assert_eq!(fake.asked().await.len(), 2);
}
