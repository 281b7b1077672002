//! Amounts in Stripe's units.

use super::world::{Fake, intent, message, moment, ok, payment, reader, signature, with};
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

/// Stripe's lists; every currency that is on none of them has two decimals.
const WITHOUT_DECIMALS: &str = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF";
const WITH_THREE: &str = "BHD JOD KWD OMR TND";

/// Every currency that ISO 4217 knows is worth the same on both sides, or is not moved.
#[test]
fn an_amount_is_worth_the_same_on_both_sides() {
    // Stripe does not take the first five; it contradicts itself about the last.
    let unknown = ["CLF", "IQD", "LYD", "UYI", "UYW", "UGX"];
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| [a, b, c])));
    let mut seen = 0;
    for code in codes.map(|code| code.iter().collect::<String>()) {
        let known = iso_currency::Currency::from_code(&code).and_then(iso_currency::Currency::exponent);
        let Some(ours) = known else { continue };
        seen += 1;
        let paid =
            json!({ "amount": 7_000, "amount_received": 7_000, "currency": code.to_ascii_lowercase() });
        let body = message("payment_intent.succeeded", &with(intent("succeeded"), paid));
        let read = reader().read_event(&signature(&body), &body, moment());
        if unknown.contains(&code.as_str()) {
            assert!(read.is_err(), "{code}");
            continue;
        }
        let About::Payment { amount_minor, .. } = read.unwrap().about else {
            panic!("not a payment");
        };
        let theirs = match code.as_str() {
            code if WITHOUT_DECIMALS.contains(code) => 0,
            code if WITH_THREE.contains(code) => 3,
            _ => 2,
        };
        assert_eq!(
            amount_minor * 10_i64.pow(theirs),
            7_000 * 10_i64.pow(ours.into()),
            "{code}"
        );
    }
    assert!(seen > 150, "{seen}");
}
