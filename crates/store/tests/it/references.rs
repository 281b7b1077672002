//! References: they stay inside one organization, they are indexed, and nothing disappears with what it refers to.

use crate::catalog;
use authz::OWNED_TABLES;
use std::collections::BTreeSet;

/// A child that refers to its parent by `(organization_id, …)` cannot have a parent elsewhere, whatever a command
/// forgets to check.
#[tokio::test]
async fn references_between_owned_tables_carry_the_organization() {
    let catalog = catalog::read().await;
    let organization = ("organization_id".to_owned(), "organization_id".to_owned());
    let mut seen = 0;
    for table in OWNED_TABLES {
        for key in &catalog[*table].foreign_keys {
            if key.target == "organization" || !OWNED_TABLES.contains(&key.target.as_str()) {
                continue;
            }
            seen += 1;
            assert!(
                key.columns.contains(&organization) && key.columns.len() > 1,
                "{table} refers to {} by {:?}, which may be in another organization",
                key.target,
                key.columns
            );
        }
    }
    assert!(
        seen >= 10,
        "only {seen} references between owned tables were found"
    );
}

/// An owned row cannot be in an organization that does not exist.
#[tokio::test]
async fn every_owned_table_refers_to_its_organization() {
    let catalog = catalog::read().await;
    let own = ("organization_id".to_owned(), "id".to_owned());
    for table in OWNED_TABLES.iter().filter(|table| **table != "organization") {
        let refers = catalog[*table]
            .foreign_keys
            .iter()
            .any(|key| key.target == "organization" && key.columns == [own.clone()]);
        assert!(refers, "{table}.organization_id refers to nothing");
    }
}

/// Without an index, every change of a parent reads all of its children's table, and so does every list of children.
#[tokio::test]
async fn every_reference_has_an_index() {
    let catalog = catalog::read().await;
    let mut missing = Vec::new();
    for (name, table) in catalog {
        for key in &table.foreign_keys {
            let own = key.own();
            if own.contains("id") && key.target == *name {
                // A row that refers to itself is found by its own key.
                continue;
            }
            let leads = |index: &Vec<String>| {
                index.len() >= own.len()
                    && index
                        .iter()
                        .take(own.len())
                        .map(String::as_str)
                        .collect::<BTreeSet<_>>()
                        == own
            };
            if !table.indexes.iter().any(leads) {
                missing.push(format!("{name} {own:?} -> {}", key.target));
            }
        }
    }
    assert!(missing.is_empty(), "no index begins with {missing:#?}");
}

/// What is deleted is deleted by a command that says so in the log.
#[tokio::test]
async fn nothing_is_deleted_or_emptied_by_cascade() {
    let catalog = catalog::read().await;
    for (name, table) in catalog {
        for key in &table.foreign_keys {
            assert!(
                matches!(key.on_delete.as_str(), "RESTRICT" | "NO ACTION"),
                "{name} -> {}: ON DELETE {}",
                key.target,
                key.on_delete
            );
        }
    }
}

/// Columns that hold an id and refer to nothing on purpose.
const FREE: &[(&str, &str)] = &[
    ("account", "provider_account_id"),
    // The log outlives what it tells of.
    ("event", "actor_user_id"),
    ("event", "impersonator_user_id"),
    ("event", "subject_id"),
    ("event", "request_id"),
    // What it names is in the file store.
    ("file", "storage_id"),
    // What caused an entry can be of many kinds.
    ("idempotency_key", "result_id"),
    ("ledger_transaction", "source_id"),
    ("point_entry", "source_id"),
    // The log is never emptied, and its place there finds the event as well.
    ("webhook_delivery", "event_id"),
];

/// An id that points nowhere is found by a reader much later, so the database has to refuse it when it is written.
#[tokio::test]
async fn every_id_refers_to_something() {
    let catalog = catalog::read().await;
    let mut free = BTreeSet::new();
    for (name, table) in catalog {
        let bound: BTreeSet<&str> = table
            .foreign_keys
            .iter()
            .flat_map(catalog::ForeignKey::own)
            .collect();
        let ids = table.columns.keys().filter(|column| column.ends_with("_id"));
        free.extend(
            ids.filter(|column| !bound.contains(column.as_str()))
                .map(|column| (name.as_str(), column.as_str())),
        );
    }
    assert_eq!(free, FREE.iter().copied().collect::<BTreeSet<_>>());
}
