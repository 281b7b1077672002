//! What happens when something goes wrong.

use super::world::{Fake, SECRET_KEY, intent, no, ok, payment};
use payments::{Patience, PaymentError, PaymentGateway, PaymentState, StripeGateway};
use serde_json::json;
use std::time::Duration;
use wiremock::ResponseTemplate;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Settings,
    Permanent,
    Temporary,
}

fn kind(error: &PaymentError) -> Kind {
    match error {
        PaymentError::Settings(_) => Kind::Settings,
        PaymentError::Permanent(_) => Kind::Permanent,
        PaymentError::Temporary(_) => Kind::Temporary,
    }
}

#[tokio::test]
async fn stripe_s_refusals_say_whether_asking_again_helps() {
    for (status, error, expected) in [
        (
            400,
            json!({ "type": "invalid_request_error", "code": "amount_too_small" }),
            Kind::Permanent,
        ),
        (
            404,
            json!({ "type": "invalid_request_error", "code": "resource_missing" }),
            Kind::Permanent,
        ),
        (
            402,
            json!({ "type": "card_error", "code": "card_declined" }),
            Kind::Permanent,
        ),
        (401, json!({ "type": "invalid_request_error" }), Kind::Settings),
        (403, json!({ "type": "invalid_request_error" }), Kind::Settings),
        (
            400,
            json!({ "type": "invalid_request_error", "code": "testmode_charges_only" }),
            Kind::Settings,
        ),
        (400, json!({ "type": "idempotency_error" }), Kind::Temporary),
        (424, json!({ "type": "api_error" }), Kind::Temporary),
    ] {
        let fake = Fake::start().await;
        fake.pays(no(status, error.clone())).await;
        let refused = fake.gateway.create_payment(&payment()).await.unwrap_err();
        assert_eq!(kind(&refused), expected, "{status} {error}: {refused}");
        let code = error["code"].as_str().unwrap_or_default();
        let text = refused.to_string();
        assert!(text.contains(code) && text.contains("req_1"), "{text}");
        assert_eq!(fake.asked().await.len(), 1);
    }
}

#[tokio::test]
async fn a_request_that_was_turned_away_is_sent_again_with_the_same_key() {
    let busy = |status| no(status, json!({ "type": "api_error", "code": "lock_timeout" }));
    for status in [409, 429, 500, 503] {
        let fake = Fake::start().await;
        let answers = [busy(status), busy(status), ok(intent("succeeded"))];
        fake.answers("POST", "/v1/payment_intents", answers).await;
        let created = fake.gateway.create_payment(&payment()).await.unwrap();
        assert_eq!(created.state, PaymentState::Captured);
        let asked = fake.asked().await;
        assert_eq!(asked.len(), 3, "{status}");
        assert!(
            asked
                .iter()
                .all(|asked| asked.header("idempotency-key") == Some("payment_1"))
        );
        assert!(asked.windows(2).all(|two| two[0].fields == two[1].fields));
    }
    for status in [409, 429, 500, 503] {
        let fake = Fake::start().await;
        let answers = [busy(status), busy(status), busy(status), ok(intent("succeeded"))];
        fake.answers("POST", "/v1/payment_intents", answers).await;
        let error = fake.gateway.create_payment(&payment()).await.unwrap_err();
        assert_eq!(kind(&error), Kind::Temporary, "{error}");
        assert_eq!(fake.asked().await.len(), 3, "{status}");
    }
}

#[tokio::test]
async fn stripe_decides_whether_the_same_is_sent_again() {
    let fake = Fake::start().await;
    let never = no(500, json!({ "type": "api_error" })).insert_header("stripe-should-retry", "false");
    fake.pays(never).await;
    let error = fake.gateway.create_payment(&payment()).await.unwrap_err();
    // It may have been done all the same.
    assert_eq!(kind(&error), Kind::Temporary, "{error}");
    assert_eq!(fake.asked().await.len(), 1);

    let fake = Fake::start().await;
    let again =
        no(400, json!({ "type": "invalid_request_error" })).insert_header("stripe-should-retry", "true");
    let answers = [again, ok(intent("processing"))];
    fake.answers("POST", "/v1/payment_intents", answers).await;
    let created = fake.gateway.create_payment(&payment()).await.unwrap();
    assert_eq!(created.state, PaymentState::Pending);
    assert_eq!(fake.asked().await.len(), 2);
}

#[tokio::test]
async fn no_answer_in_time_says_nothing_about_the_payment() {
    let impatient = Patience {
        answer: Duration::from_millis(100),
        ..Patience::default()
    };
    let fake = Fake::with(|settings| settings.with_patience(impatient)).await;
    fake.pays(ok(intent("succeeded")).set_delay(Duration::from_mins(1)))
        .await;
    let error = fake.gateway.create_payment(&payment()).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Temporary, "{error}");
}

#[tokio::test]
async fn nobody_there_is_temporary() {
    let settings = super::world::settings(Some("http://127.0.0.1:9"));
    let nobody = StripeGateway::new(&settings).unwrap();
    let error = nobody.create_payment(&payment()).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Temporary, "{error}");
}

#[tokio::test]
async fn answers_that_are_not_stripe_s_end_no_payment() {
    let page = |status| ResponseTemplate::new(status).set_body_string("<html>not here</html>");
    for (answer, expected) in [
        (page(200), Kind::Temporary),
        (ok(json!({ "id": "pi_1" })), Kind::Temporary),
        (page(404), Kind::Settings),
        (page(400), Kind::Settings),
        (
            page(302).insert_header("location", "https://example.com/"),
            Kind::Settings,
        ),
        (
            ok(json!({ "padding": "a".repeat(2 * 1024 * 1024) })),
            Kind::Temporary,
        ),
    ] {
        let fake = Fake::start().await;
        fake.pays(answer).await;
        let error = fake.gateway.create_payment(&payment()).await.unwrap_err();
        assert_eq!(kind(&error), expected, "{error}");
        assert_eq!(fake.asked().await.len(), 1, "a redirect leads nowhere");
    }
}

#[tokio::test]
async fn nothing_shows_the_secret_key() {
    let fake = Fake::start().await;
    let message = format!("Invalid API Key provided: {SECRET_KEY}");
    let error = json!({ "type": "invalid_request_error", "message": message, "code": message });
    fake.pays(no(401, error)).await;
    let refused = fake.gateway.create_payment(&payment()).await.unwrap_err();
    for shown in [
        refused.to_string(),
        format!("{refused:?}"),
        format!("{:?}", fake.gateway),
    ] {
        assert!(!shown.contains("hunter2") && !shown.contains("whsec"), "{shown}");
    }
}
