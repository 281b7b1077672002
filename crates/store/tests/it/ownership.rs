//! Every row has an owner, or a stated reason for having none. A new table that nobody has thought about fails here.

use crate::{catalog, declared};
use authz::{GLOBAL_TABLES, OWNED_TABLES};
use std::collections::BTreeSet;

fn names(tables: &[declared::Declared]) -> BTreeSet<&str> {
    tables.iter().map(|table| table.table.as_str()).collect()
}

#[tokio::test]
async fn every_table_is_owned_or_has_a_reason_not_to_be() {
    let catalog = catalog::read().await;
    let existing: BTreeSet<&str> = catalog.keys().map(String::as_str).collect();
    let listed: Vec<&str> = OWNED_TABLES
        .iter()
        .chain(GLOBAL_TABLES.iter().map(|(table, _)| table))
        .copied()
        .collect();
    let distinct: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(
        distinct.len(),
        listed.len(),
        "a table is listed twice: {listed:?}"
    );
    // In both directions: a table that is in no list, and a list that names a table that is gone.
    assert_eq!(
        existing, distinct,
        "the database on the left, OWNED_TABLES and GLOBAL_TABLES on the right"
    );
    for (table, reason) in GLOBAL_TABLES {
        assert!(reason.len() > 10, "{table} needs a reason to belong to nobody");
    }
}

#[tokio::test]
async fn every_owned_table_names_its_organization() {
    let catalog = catalog::read().await;
    for table in OWNED_TABLES.iter().filter(|table| **table != "organization") {
        let column = catalog[*table].columns.get("organization_id");
        let column = column.unwrap_or_else(|| panic!("{table} has no organization_id"));
        // Only the log also records what happens outside of any organization.
        assert_eq!(column.nullable, *table == "event", "{table}.organization_id");
    }
    for (table, _) in GLOBAL_TABLES {
        let has_one = catalog[*table].columns.contains_key("organization_id");
        assert!(!has_one, "{table} has an organization, so it is owned");
    }
}

/// Being in a list is a claim; the policy is what keeps it.
#[test]
fn every_listed_table_has_its_policy() {
    let owned = declared::owned();
    let global = declared::global();
    assert_eq!(names(&owned), OWNED_TABLES.iter().copied().collect());
    let listed = GLOBAL_TABLES.iter().map(|(table, _)| *table);
    let without_history = listed.filter(|table| *table != "seaql_migrations");
    assert_eq!(names(&global), without_history.collect());
}

/// A policy that filtered by a wrong column, or placed new rows by one, would compile all the same.
#[test]
fn policies_are_about_the_right_columns() {
    for table in declared::owned() {
        let organization = match table.table.as_str() {
            "organization" => "id",
            _ => "organization_id",
        };
        assert_eq!(
            table.organization.as_deref(),
            Some(organization),
            "{}",
            table.table
        );
        assert!(
            table.is_placed,
            "{}: `place` does not set {organization}",
            table.table
        );
        assert_eq!(table.primary_key, [table.id], "{}", table.table);
    }
    for table in declared::global() {
        assert_eq!(table.primary_key, [table.id], "{}", table.table);
    }
}
