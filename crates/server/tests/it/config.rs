//! Flags before environment before file before defaults.

use crate::binary::{fail, volmify};
use clap::Parser;
use payments::Provider;
use server::{
    Cli,
    config::{Demo, FileSettings, LogFormat, Options, Settings},
};
use std::time::Duration;

fn resolve(flags: &[&str], file: &str) -> anyhow::Result<Settings> {
    let cli = Cli::try_parse_from(std::iter::once("volmify").chain(flags.iter().copied()))?;
    Settings::resolve(cli.options.or(Options::from_toml(file)?))
}

#[test]
fn without_anything_there_are_defaults() {
    let settings = resolve(&[], "").unwrap();
    assert_eq!(settings.database.url, "sqlite://volmify-data/volmify.db");
    assert_eq!(settings.migration_database.url, settings.database.url);
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        settings.public_url_at(settings.listen).unwrap().as_str(),
        "http://127.0.0.1:8080/"
    );
    assert_eq!(settings.mail.folder.to_str(), Some("volmify-data/mail"));
    assert_eq!((settings.worker, settings.demo), (true, Demo::WhenNew));
    assert_eq!(settings.log_format, LogFormat::Text);
    assert_eq!(settings.request_timeout, Duration::from_secs(30));
}

#[test]
fn flags_win_over_the_file_and_the_file_over_defaults() {
    let file = "listen = '0.0.0.0:9000'\nmax_depth = 17\nlog_format = 'json'\nworker = false\ndemo = true";
    let settings = resolve(&["--max-depth", "18", "serve", "--listen", "127.0.0.1:0"], file).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:0");
    assert_eq!(settings.limits.max_depth, 18);
    assert_eq!(settings.log_format, LogFormat::Json);
    assert_eq!((settings.worker, settings.demo), (false, Demo::On));
    let settings = resolve(&["--worker", "--no-demo"], file).unwrap();
    assert_eq!(settings.listen.to_string(), "0.0.0.0:9000");
    assert_eq!(settings.limits.max_depth, 17);
    assert_eq!((settings.worker, settings.demo), (true, Demo::Off));
}

#[test]
fn no_points_are_no_limit() {
    let file = "points_per_address = 0\npoints_per_organization = 5000";
    let rates = resolve(&["--points-per-user", "0"], file).unwrap().rates;
    let points = |points: Option<std::num::NonZeroU32>| points.map(std::num::NonZeroU32::get);
    assert_eq!(
        [rates.per_user, rates.per_address, rates.per_organization].map(points),
        [None, None, Some(5_000)]
    );
    assert_eq!(resolve(&[], "").unwrap().rates, gateway::RateSettings::default());
}

#[test]
fn webhooks_stay_on_the_public_internet_until_somebody_says_otherwise() {
    use webhooks::Reach;
    assert_eq!(resolve(&[], "").unwrap().webhooks, Reach::Public);
    for (flags, file) in [
        (&["--allow-private-webhooks"][..], ""),
        (&[], "allow_private_webhooks = true"),
    ] {
        assert_eq!(resolve(flags, file).unwrap().webhooks, Reach::Anywhere);
    }
    let refused = resolve(
        &["--allow-private-webhooks=false"],
        "allow_private_webhooks = true",
    );
    assert_eq!(refused.unwrap().webhooks, Reach::Public);
}

#[test]
fn introspection_and_connections_are_limited_by_settings() {
    let usual = resolve(&[], "").unwrap();
    assert_eq!(
        (usual.limits.max_introspections, usual.listening.max_clients),
        (2, 10_000)
    );
    let file = "max_clients = 7\nintrospection = false";
    let set = resolve(&["--first-request-timeout", "3"], file).unwrap();
    assert_eq!((set.limits.max_introspections, set.listening.max_clients), (0, 7));
    assert_eq!(set.listening.first_request, Duration::from_secs(3));
    for nobody in [["--max-clients", "0"], ["--first-request-timeout", "0"]] {
        let refused = resolve(&nobody, "").unwrap_err().to_string();
        assert!(refused.contains(nobody[0]), "{refused}");
    }
    let on = resolve(&["--introspection"], file).unwrap();
    assert_eq!(on.limits.max_introspections, 2);
}

#[test]
fn origins_are_listed_one_by_one() {
    let origins = |flags: &[&str]| resolve(flags, "").map(|settings| settings.allowed_origins);
    let two = gateway::AllowedOrigins::parse(["https://a.example", "http://localhost:5173"]).unwrap();
    assert_eq!(
        origins(&["--allowed-origins", "https://a.example, http://localhost:5173"]).unwrap(),
        two
    );
    assert_eq!(origins(&[]).unwrap(), gateway::AllowedOrigins::default());
    let refused = origins(&["--allowed-origins", "*"]).unwrap_err();
    assert!(refused.to_string().contains("--allowed-origins"), "{refused}");
}

#[test]
fn only_a_private_embedded_database_gets_a_demo_by_itself() {
    let demo = |flags: &[&str]| resolve(flags, "").unwrap().demo;
    let postgres = ["--database-url", "postgres://u:p@h/d"];
    assert_eq!(demo(&postgres), Demo::Off);
    assert_eq!(demo(&[&postgres[..], &["--demo"]].concat()), Demo::On);
    assert_eq!(demo(&["--demo=false"]), Demo::Off);
    assert_eq!(demo(&["--listen", "0.0.0.0:80"]), Demo::Off);
}

#[test]
fn files_are_in_a_folder_or_in_a_bucket() {
    let files = |flags: &[&str]| resolve(flags, "").map(|settings| settings.files);
    assert_eq!(
        files(&[]).unwrap(),
        FileSettings::Folder("volmify-data/files".into())
    );
    let folder = ["--files-folder", "elsewhere"];
    assert_eq!(files(&folder).unwrap(), FileSettings::Folder("elsewhere".into()));
    let bucket = ["--files-url", "s3://school/of/it/"];
    let place = ["--files-region", "eu-1", "--files-endpoint", "http://minio:9000/"];
    let FileSettings::Bucket(found) = files(&[&bucket[..], &place[..]].concat()).unwrap() else {
        panic!("a bucket is a bucket");
    };
    assert_eq!((found.name.as_str(), found.prefix.as_str()), ("school", "of/it"));
    assert_eq!(found.region.as_deref(), Some("eu-1"));
    assert_eq!(found.endpoint.as_deref(), Some("http://minio:9000"));
    let refused = |flags: &[&str]| files(flags).unwrap_err().to_string();
    assert!(refused(&place).contains("there is no --files-url"));
    assert!(refused(&[&bucket[..], &folder[..]].concat()).contains("give --files-folder or --files-url"));
    for url in [
        "school",
        "s3://",
        "s3://key:secret@school",
        "https://school",
        "s3://school/a b",
        "s3://school?x",
    ] {
        let message = refused(&["--files-url", url]);
        assert!(
            message.contains("names a bucket") && !message.contains("secret"),
            "{message}"
        );
    }
    for endpoint in [
        "minio:9000",
        "ftp://minio",
        "http://u:secret@minio",
        "http://:secret@minio",
    ] {
        let message = refused(&[&bucket[..], &["--files-endpoint", endpoint]].concat());
        assert!(
            message.contains("is a web address") && !message.contains("secret"),
            "{message}"
        );
    }
}

#[test]
fn what_cannot_be_right_is_refused_with_advice() {
    let refused = |flags: &[&str], file: &str| format!("{:#}", resolve(flags, file).unwrap_err());
    assert!(refused(&[], "a = 1\nlistne = 'x'").contains("`a`: unknown field `a`"));
    assert!(refused(&[], "demo = true\nlistne = 'x'").contains("line 2, `listne`: unknown field `listne`"));
    assert!(refused(&["--database-url", "mysql://h"], "").contains("--database-url"));
    assert!(refused(&["--public-url", "example.com"], "").contains("--public-url"));
    assert!(refused(&["--app-url", "https://u:p@example.com"], "").contains("--app-url"));
    let secret = refused(&[], "smtp_url = smtp://user:hunter2@h");
    assert!(
        !secret.contains("hunter2") && secret.contains("`smtp_url`"),
        "{secret}"
    );
}

#[test]
fn payments_move_no_money_unless_stripe_is_asked_for_with_its_secrets() {
    let provider =
        |flags: &[&str], file: &str| resolve(flags, file).map(|settings| settings.payments.provider());
    assert_eq!(provider(&[], "").unwrap(), Provider::Test);
    let file = "stripe_secret_key = 'sk_test_hunter2hunter2'\nstripe_webhook_secret = 'whsec_hunter2hunter2'";
    let stripe = ["--payment-provider", "stripe"];
    assert_eq!(provider(&stripe, file).unwrap(), Provider::Stripe);
    assert_eq!(
        provider(&["--payment-provider", "test"], file).unwrap(),
        Provider::Test
    );

    let refused = |flags: &[&str], file: &str| {
        let text = format!("{:#}", resolve(flags, file).unwrap_err());
        assert!(!text.contains("hunter2"), "{text}");
        text
    };
    assert!(refused(&[], file).contains("--payment-provider"));
    assert!(refused(&stripe, "").contains("--stripe-secret-key"));
    let only_key = "stripe_secret_key = 'sk_test_hunter2hunter2'";
    assert!(refused(&stripe, only_key).contains("--stripe-webhook-secret"));
    let wrong =
        "stripe_secret_key = 'pk_test_hunter2hunter2'\nstripe_webhook_secret = 'whsec_hunter2hunter2'";
    assert!(refused(&stripe, wrong).contains("sk_"));
    let plain = [&stripe[..], &["--stripe-api-url", "http://stripe.example"]].concat();
    assert!(refused(&plain, file).contains("https://"));
    assert!(refused(&[], "payment_provider = 'paypal'").contains("`payment_provider`"));
}

#[test]
fn nothing_shows_a_password() {
    let file = "database_url = 'postgres://u:hunter2@h/d'\nsmtp_url = 'smtps://u:hunter2@h'\n\
                payment_provider = 'stripe'\nstripe_secret_key = 'sk_live_hunter2hunter2'\n\
                stripe_webhook_secret = 'whsec_hunter2hunter2'\npayment_webhook_secret = 'hunter2'";
    let options = Options::from_toml(file).unwrap();
    assert!(!format!("{options:?}").contains("hunter2"));
    assert!(!format!("{:?}", Settings::resolve(options).unwrap()).contains("hunter2"));
}

/// The binary, because only it has an environment of its own.
#[test]
fn the_environment_stands_between_flags_and_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("volmify.toml"),
        "data_dir = 'from-file'\nmail_from = 'nobody'",
    )
    .unwrap();
    let found = |command: &mut std::process::Command| {
        let output = command.args(["doctor", "--json"]).output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["checks"][0]["found"].as_str().unwrap().to_owned()
    };
    let mut command = volmify(folder.path());
    assert!(found(command.env_remove("VOLMIFY_DATA_DIR")).starts_with("from-file "));
    let mut command = volmify(folder.path());
    assert!(found(command.env("VOLMIFY_DATA_DIR", "from-env")).starts_with("from-env "));
    let mut command = volmify(folder.path());
    command.args(["--data-dir", "from-flag"]);
    assert!(found(command.env("VOLMIFY_DATA_DIR", "from-env")).starts_with("from-flag "));

    let complaint = fail(volmify(folder.path()).args(["--config", "missing.toml", "doctor"]));
    assert!(
        complaint.contains("missing.toml") && complaint.contains("--config"),
        "{complaint}"
    );
}
