//! What the doctor finds.

use crate::{
    binary::{succeed, volmify},
    database::TestDatabase,
};
use server::config::{Options, PaymentProvider, Settings};
use std::process::Command;

fn verdicts(settings: &Settings, report: &server::doctor::Report) -> Vec<String> {
    assert!(!report.to_text().contains("hunter2"), "{settings:?}");
    let verdict = |check: &server::doctor::Check| format!("{} {:?}", check.name, check.verdict);
    report.checks.iter().map(verdict).collect()
}

async fn examine(database: &TestDatabase) -> Vec<String> {
    let mut settings = Settings::resolve(Options {
        data_dir: Some(database.folder.path().to_owned()),
        smtp_url: Some("smtps://u:hunter2@localhost".to_owned()),
        ..Options::default()
    })
    .unwrap();
    settings.database = database.settings.clone();
    settings.migration_database = database.settings.clone();
    let report = server::doctor::examine(&settings).await;
    verdicts(&settings, &report)
}

#[tokio::test]
async fn it_sees_whether_the_tables_are_there() {
    let database = TestDatabase::empty().await;
    assert_eq!(
        examine(&database).await,
        [
            "data Ok",
            "files Ok",
            "mail Ok",
            "payments Warn",
            "migrations Fail"
        ]
    );
    store::migrate::<migration::Migrator>(&database.settings)
        .await
        .unwrap();
    let mut expected = vec![
        "data Ok",
        "files Ok",
        "mail Ok",
        "payments Warn",
        "migrations Ok",
        "database Ok",
        "deliveries Ok",
    ];
    if database.settings.url.starts_with("postgres") {
        expected.insert(6, "rows Ok");
    }
    assert_eq!(examine(&database).await, expected);
}

#[tokio::test]
async fn it_says_who_moves_the_money() {
    let database = TestDatabase::empty().await;
    for (key, expected) in [
        ("sk_live_hunter2hunter2", "payments Ok"),
        ("sk_test_hunter2hunter2", "payments Warn"),
    ] {
        let mut settings = Settings::resolve(Options {
            data_dir: Some(database.folder.path().to_owned()),
            payment_provider: Some(PaymentProvider::Stripe),
            stripe_secret_key: Some(key.to_owned()),
            stripe_webhook_secret: Some("whsec_hunter2hunter2".to_owned()),
            ..Options::default()
        })
        .unwrap();
        settings.database = database.settings.clone();
        settings.migration_database = database.settings.clone();
        let report = server::doctor::examine(&settings).await;
        let found = verdicts(&settings, &report);
        assert_eq!(found.get(3).map(String::as_str), Some(expected));
    }
}

#[test]
fn its_exit_code_says_whether_something_fails() {
    let folder = tempfile::tempdir().unwrap();
    let doctor = |command: &mut Command| command.arg("doctor").output().unwrap();
    let output = doctor(&mut volmify(folder.path()));
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("FAIL  migrations") && text.contains("volmify migrate"),
        "{text}"
    );
    assert!(succeed(volmify(folder.path()).arg("migrate")).contains("applied m2"));
    assert!(doctor(&mut volmify(folder.path())).status.success());

    let output =
        doctor(volmify(folder.path()).env("VOLMIFY_DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/d"));
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("FAIL  database") && !text.contains("hunter2"),
        "{text}"
    );
}
