//! What the doctor finds.

use crate::{
    binary::{succeed, volmify},
    database::TestDatabase,
};
use axum::{
    Router,
    http::{Method, header},
};
use server::config::{Options, PaymentProvider, Settings};
use std::{
    process::Command,
    sync::{Arc, Mutex},
};

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

/// A store that takes, gives and forgets one object, and counts how often.
async fn store_of_one(asked: Arc<Mutex<Vec<String>>>) -> String {
    let answer = move |method: Method| {
        asked.lock().unwrap().push(method.to_string());
        async move {
            let headers = [
                (header::ETAG, "\"1\""),
                (header::LAST_MODIFIED, "Thu, 01 Jan 2026 00:00:00 GMT"),
            ];
            (
                headers,
                if method == Method::GET {
                    "volmify doctor"
                } else {
                    ""
                },
            )
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_is_written_read_and_cleared() {
    let database = TestDatabase::empty().await;
    let asked = Arc::new(Mutex::new(Vec::new()));
    let endpoint = store_of_one(Arc::clone(&asked)).await;
    let doctor = |endpoint: &str| {
        let mut command = volmify(database.folder.path());
        command
            .args([
                "doctor",
                "--json",
                "--files-url",
                "s3://school/files",
                "--files-region",
                "eu-1",
            ])
            .args(["--files-endpoint", endpoint])
            .env("VOLMIFY_DATABASE_URL", &database.settings.url)
            .env("AWS_ACCESS_KEY_ID", "AKIDVOLMIFY")
            .env("AWS_SECRET_ACCESS_KEY", "hunter2");
        let printed = String::from_utf8(command.output().unwrap().stdout).unwrap();
        assert!(!printed.contains("hunter2"), "{printed}");
        let report: serde_json::Value = serde_json::from_str(&printed).unwrap();
        let checks = report["checks"].as_array().unwrap().clone();
        let files = checks.into_iter().find(|check| check["name"] == "files").unwrap();
        (files["verdict"].clone(), files["found"].clone())
    };
    assert_eq!(
        doctor(&endpoint),
        (
            "ok".into(),
            "bucket school can be written, read and cleared".into()
        )
    );
    assert_eq!(*asked.lock().unwrap(), ["PUT", "GET", "DELETE"]);
    // Nobody listens there.
    let (verdict, found) = doctor("http://127.0.0.1:1");
    assert_eq!(verdict, "fail");
    assert!(
        found
            .as_str()
            .unwrap()
            .starts_with("bucket school cannot be used"),
        "{found}"
    );
}
