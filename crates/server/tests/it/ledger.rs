//! Looking over the books from the command line.

use crate::binary::{succeed, volmify};
use serde_json::Value;

#[test]
fn books_without_a_difference_are_a_success() {
    let folder = tempfile::tempdir().unwrap();
    succeed(volmify(folder.path()).arg("migrate"));
    let text = succeed(volmify(folder.path()).args(["ledger", "verify"]));
    assert_eq!(text, "nothing was posted yet\n");
    let json = succeed(volmify(folder.path()).args(["ledger", "verify", "--json"]));
    let found: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found, serde_json::json!({ "agree": true, "books": [] }));
}
