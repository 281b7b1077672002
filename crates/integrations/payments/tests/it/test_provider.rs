//! The test provider: the same answers to the same questions, and signatures that hold for five minutes.

use chrono::{DateTime, Duration, Utc};
use payments::{
    About, NewPayment, NewRefund, PaymentGateway, PaymentState, RefundState, TestMethod, TestProvider,
    WebhookError,
};
use serde_json::json;

fn payment(key: &str, method: TestMethod) -> NewPayment {
    NewPayment {
        key: key.to_owned(),
        amount_minor: 3_784,
        currency: "EUR".to_owned(),
        method: method.token().to_owned(),
        description: "2026-7K3M9QXD".to_owned(),
    }
}

fn moment() -> DateTime<Utc> {
    "2026-03-14T08:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn the_same_key_gives_the_same_payment_also_after_a_restart() {
    let (one, restarted) = (TestProvider::new("a"), TestProvider::new("b"));
    let first = one
        .create_payment(&payment("payment_1", TestMethod::Ok))
        .await
        .unwrap();
    let again = restarted
        .create_payment(&payment("payment_1", TestMethod::Ok))
        .await
        .unwrap();
    let other = one
        .create_payment(&payment("payment_2", TestMethod::Ok))
        .await
        .unwrap();
    assert_eq!(first, again);
    assert_ne!(first.reference, other.reference);
}

#[tokio::test]
async fn the_method_decides_how_a_payment_goes() {
    let provider = TestProvider::new("secret");
    for (method, state, failure) in [
        (TestMethod::Ok, PaymentState::Captured, None),
        (TestMethod::Decline, PaymentState::Failed, Some("card_declined")),
        (
            TestMethod::InsufficientFunds,
            PaymentState::Failed,
            Some("insufficient_funds"),
        ),
        (TestMethod::ThreeDs, PaymentState::RequiresAction, None),
        (TestMethod::Delayed, PaymentState::Pending, None),
        (TestMethod::RefundDelayed, PaymentState::Captured, None),
        (TestMethod::RefundFails, PaymentState::Captured, None),
    ] {
        assert!(provider.accepts(method.token()));
        let created = provider
            .create_payment(&payment("payment_1", method))
            .await
            .unwrap();
        assert_eq!(created.state, state, "{method:?}");
        assert_eq!(created.failure_code.as_deref(), failure);
        assert_eq!(
            created.client_secret.is_some(),
            state == PaymentState::RequiresAction
        );
    }
    assert!(!provider.accepts("pm_card_visa"));
}

#[tokio::test]
async fn refunds_are_confirmed_at_once_unless_the_method_says_otherwise() {
    let provider = TestProvider::new("secret");
    for (method, state) in [
        (TestMethod::Ok, RefundState::Completed),
        (TestMethod::RefundDelayed, RefundState::Pending),
        (TestMethod::RefundFails, RefundState::Failed),
    ] {
        let paid = provider
            .create_payment(&payment("payment_1", method))
            .await
            .unwrap();
        let refund = NewRefund {
            key: "refund_tender_1".to_owned(),
            payment: paid.reference,
            amount_minor: 1_892,
            currency: "EUR".to_owned(),
        };
        let refunded = provider.refund(&refund).await.unwrap();
        assert_eq!(refunded.state, state);
        assert_eq!(refunded, provider.refund(&refund).await.unwrap());
    }
}

fn captured() -> Vec<u8> {
    let body = json!({
        "id": "evt_1", "type": "payment.captured",
        "payment": { "key": "payment_1", "reference": "test_3ds_pay_1", "amountMinor": 3_784, "currency": "EUR" },
    });
    body.to_string().into_bytes()
}

#[test]
fn a_signed_message_is_read() {
    let provider = TestProvider::new("secret");
    let body = captured();
    let signature = provider.sign(&body, moment()).unwrap();
    let event = provider.read_event(&signature, &body, moment()).unwrap();
    assert_eq!(
        (event.reference.as_str(), event.kind.as_str()),
        ("evt_1", "payment.captured")
    );
    let About::Payment {
        key,
        state,
        amount_minor,
        ..
    } = event.about
    else {
        panic!("not a payment");
    };
    assert_eq!(
        (key.as_deref(), state, amount_minor),
        (Some("payment_1"), PaymentState::Captured, 3_784)
    );
}

#[test]
fn a_signature_holds_for_this_body_this_secret_and_five_minutes() {
    let provider = TestProvider::new("secret");
    let body = captured();
    let signature = provider.sign(&body, moment()).unwrap();
    for seconds in [-300, 300] {
        let now = moment() + Duration::seconds(seconds);
        assert!(provider.read_event(&signature, &body, now).is_ok());
    }
    let both = format!(
        "{},v1={}",
        TestProvider::new("older").sign(&body, moment()).unwrap(),
        "00"
    );
    let (_, digest) = signature.split_once("v1=").unwrap();
    assert!(
        provider
            .read_event(&format!("{both},v1={digest}"), &body, moment())
            .is_ok()
    );

    let refused = |signature: &str, body: &[u8], seconds: i64| {
        provider.read_event(signature, body, moment() + Duration::seconds(seconds))
    };
    for (signature, body, seconds) in [
        (signature.as_str(), body.as_slice(), 301),
        (signature.as_str(), body.as_slice(), -301),
        (signature.as_str(), b"{}".as_slice(), 0),
        (both.as_str(), body.as_slice(), 0),
        ("", body.as_slice(), 0),
        ("t=x,v1=zz", body.as_slice(), 0),
        ("t=1773475200", body.as_slice(), 0),
        ("t=99999999999999999999,v1=00", body.as_slice(), 0),
    ] {
        assert_eq!(
            refused(signature, body, seconds),
            Err(WebhookError::Signature),
            "{signature}"
        );
    }
}

#[test]
fn rubbish_is_malformed_even_when_it_is_signed() {
    let provider = TestProvider::new("secret");
    for body in [
        "",
        "[]",
        "{}",
        "{\"id\":\"evt_1\",\"type\":\"payment.captured\"}",
        "{\"id\":\"evt_1\",\"type\":\"refund.completed\"}",
        "{\"id\":\"\\u0000\",\"type\":\"payment.created\"}",
        "{\"id\":\"evt_1\",\"type\":\"payment.captured\",\"payment\":{\"reference\":\"\",\"amountMinor\":1,\"currency\":\"EUR\"}}",
    ] {
        let signature = provider.sign(body.as_bytes(), moment()).unwrap();
        let read = provider.read_event(&signature, body.as_bytes(), moment());
        assert_eq!(read, Err(WebhookError::Malformed), "{body}");
    }
    let other = "{\"id\":\"evt_1\",\"type\":\"dispute.created\"}";
    let signature = provider.sign(other.as_bytes(), moment()).unwrap();
    let event = provider
        .read_event(&signature, other.as_bytes(), moment())
        .unwrap();
    assert_eq!(event.about, About::Other);
}

#[test]
fn without_a_secret_no_message_is_believed() {
    let provider = TestProvider::silent();
    let body = captured();
    assert_eq!(provider.sign(&body, moment()), None);
    let signature = TestProvider::new("").sign(&body, moment()).unwrap();
    let read = provider.read_event(&signature, &body, moment());
    assert_eq!(read, Err(WebhookError::Signature));
}
