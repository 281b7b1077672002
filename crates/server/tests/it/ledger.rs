//! Looking over the books from the command line.

use crate::{
    binary::{succeed, volmify},
    database::TestDatabase,
};
use serde_json::{Value, json};
use std::process::Command;

#[test]
fn books_without_a_difference_are_a_success() {
    let folder = tempfile::tempdir().unwrap();
    succeed(volmify(folder.path()).arg("migrate"));
    let text = succeed(volmify(folder.path()).args(["ledger", "verify"]));
    assert_eq!(text, "nothing was posted yet\n");
    let json = succeed(volmify(folder.path()).args(["ledger", "verify", "--json"]));
    let found: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found, json!({ "agree": true, "books": [] }));
}

/// What somebody changed past every guard is found, named, and a failure.
#[tokio::test]
async fn a_difference_is_a_failure() {
    let database = TestDatabase::empty().await;
    let folder = database.folder.path();
    let on_it = |arguments: &[&str]| -> Command {
        let mut command = volmify(folder);
        command
            .args(arguments)
            .env("VOLMIFY_DATABASE_URL", &database.settings.url);
        command
    };
    succeed(&mut on_it(&["seed", "--demo"]));
    let verify = ["ledger", "verify", "--json"];
    let found: Value = serde_json::from_str(&succeed(&mut on_it(&verify))).unwrap();
    assert_eq!(found["agree"], true);
    let sold: Vec<_> = found["books"].as_array().unwrap().iter().collect();
    assert!(!sold.is_empty(), "the demo sells something");

    database.damage_the_books().await;
    let output = on_it(&verify).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["agree"], false);
    let wrong = |entry: &&Value| entry["agree"] == false;
    let named: Vec<&Value> = found["books"].as_array().unwrap().iter().filter(wrong).collect();
    assert_eq!(named.len(), 1);
    assert_eq!(
        (&named[0]["organization"], &named[0]["currency"]),
        (&json!("alpenglow"), &json!("EUR"))
    );
    let text = on_it(&["ledger", "verify"]).output().unwrap();
    assert_eq!(text.status.code(), Some(1));
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("alpenglow"), "{text}");
}
