//! What settings are taken.

use super::world::{SECRET_KEY, WEBHOOK_SECRET};
use payments::{PaymentSettings, Provider, StripeSettings, build};

fn refused(key: &str, secrets: &str, url: Option<&str>) -> String {
    StripeSettings::new(key, secrets, url).unwrap_err().to_string()
}

#[test]
fn secrets_have_stripe_s_form() {
    for key in [
        "",
        "sk_",
        "pk_test_hunter2hunter2",
        "sk_test_hunter2 hunter2",
        "whsec_hunter2hunter2",
    ] {
        let text = refused(key, WEBHOOK_SECRET, None);
        assert!(text.contains("sk_") && !text.contains("hunter2"), "{text}");
    }
    let three = format!("{WEBHOOK_SECRET},{WEBHOOK_SECRET},{WEBHOOK_SECRET}");
    for secrets in ["", ",", "whsec_", "hunter2hunter2", three.as_str()] {
        let text = refused(SECRET_KEY, secrets, None);
        assert!(text.contains("whsec_") && !text.contains("hunter2"), "{text}");
    }
    assert!(StripeSettings::new(" rk_live_hunter2hunter2 ", &format!("{WEBHOOK_SECRET},"), None).is_ok());
}

#[test]
fn plain_http_stays_on_this_machine() {
    for url in [
        "https://api.stripe.com",
        "https://proxy.example/",
        "http://127.0.0.1:12111",
        "http://[::1]:1",
    ] {
        assert!(
            StripeSettings::new(SECRET_KEY, WEBHOOK_SECRET, Some(url)).is_ok(),
            "{url}"
        );
    }
    for url in [
        "",
        "api.stripe.com",
        "http://api.stripe.com",
        "http://localhost:12111",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "ftp://127.0.0.1",
        "https://user:hunter2@api.stripe.com",
        "https://api.stripe.com/v1",
        "https://api.stripe.com?a=b",
    ] {
        let text = refused(SECRET_KEY, WEBHOOK_SECRET, Some(url));
        assert!(
            text.contains("https://") && !text.contains("hunter2"),
            "{url}: {text}"
        );
    }
}

#[test]
fn settings_say_who_moves_the_money_and_no_secrets() {
    let described = |key: &str| {
        let settings = StripeSettings::new(key, WEBHOOK_SECRET, None).unwrap();
        let settings = PaymentSettings::Stripe(settings);
        assert_eq!(build(&settings).unwrap().provider(), Provider::Stripe);
        let text = format!("{settings:?} {}", settings.describe());
        assert!(
            !text.contains("hunter2") && !text.contains("first_secret"),
            "{text}"
        );
        settings.describe()
    };
    assert_eq!(
        described(SECRET_KEY),
        "Stripe at https://api.stripe.com with a test key, which moves no money"
    );
    assert_eq!(
        described("rk_live_hunter2hunter2"),
        "Stripe at https://api.stripe.com"
    );
    let test = PaymentSettings::Test {
        webhook_secret: Some("hunter2".to_owned()),
    };
    assert_eq!(build(&test).unwrap().provider(), Provider::Test);
    assert!(!format!("{test:?} {}", test.describe()).contains("hunter2"));
}
