//! Amounts in Stripe's units.

use crate::world::{Fake, intent, message, moment, ok, payment, reader, signature, with};
use payments::{About, NewPayment, PaymentError, PaymentGateway};
use serde_json::json;

/// Ours, and Stripe's.
const WRITTEN: &[(&str, i64, i64)] = &[
    ("EUR", 3_784, 3_784),
    ("JPY", 500, 500),
    ("KRW", 500, 500),
    ("HUF", 1_045, 1_045),
    ("TWD", 80_045, 80_045),
    ("KWD", 5_120, 5_120),
    ("BHD", 10, 10),
    ("ISK", 5, 500),
    ("MGA", 50_000, 500),
];

#[tokio::test]
async fn amounts_are_sent_in_stripe_s_units() {
    for (currency, minor, amount) in WRITTEN {
        let fake = Fake::start().await;
        fake.pays(ok(intent("succeeded"))).await;
        let wanted = NewPayment {
            amount_minor: *minor,
            currency: (*currency).to_owned(),
            ..payment()
        };
        fake.gateway.create_payment(&wanted).await.unwrap();
        let asked = fake.asked().await;
        let sent: Vec<_> = asked[0]
            .fields
            .iter()
            .take(2)
            .map(|(_, value)| value.clone())
            .collect();
        assert_eq!(
            sent,
            [amount.to_string(), currency.to_ascii_lowercase()],
            "{currency}"
        );
    }
}

#[test]
fn amounts_of_messages_are_written_in_ours() {
    for (currency, minor, amount) in WRITTEN {
        let paid =
            json!({ "amount": amount, "amount_received": amount, "currency": currency.to_ascii_lowercase() });
        let body = message("payment_intent.succeeded", &with(intent("succeeded"), paid));
        let event = reader().read_event(&signature(&body), &body, moment()).unwrap();
        let About::Payment {
            amount_minor,
            currency: code,
            ..
        } = event.about
        else {
            panic!("not a payment");
        };
        assert_eq!((amount_minor, code.as_str()), (*minor, *currency));
    }
}

#[tokio::test]
async fn what_stripe_cannot_move_exactly_is_not_sent() {
    let fake = Fake::start().await;
    for (currency, minor) in [
        ("KWD", 5_124),
        ("MGA", 50_020),
        ("UGX", 5),
        ("IQD", 1_000),
        ("CLF", 10_000),
        ("ISK", i64::MAX),
        ("EUR", 0),
        ("EUR", -1),
    ] {
        let wanted = NewPayment {
            amount_minor: minor,
            currency: currency.to_owned(),
            ..payment()
        };
        let error = fake.gateway.create_payment(&wanted).await.unwrap_err();
        assert!(
            matches!(&error, PaymentError::Permanent(text) if text.contains(currency)),
            "{error}"
        );
    }
    assert!(fake.asked().await.is_empty());
}
