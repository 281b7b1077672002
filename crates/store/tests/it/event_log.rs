//! The event log is evidence: what is written stays as it was written, whoever asks.

use crate::{
    catalog,
    database::TestDatabase,
    tenant::{Tenant, plant},
};
use sea_orm::ConnectionTrait;
use store::Engine;

/// The connection of this test owns the table, and on PostgreSQL it is usually a superuser, whom no privilege and no
/// row-level security would stop.
#[tokio::test]
async fn nobody_rewrites_the_log() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let event = tenant.event();
    plant(&raw, event.clone()).await.unwrap();
    let before = log(&raw).await;
    assert_eq!(before.len(), 2);

    for statement in [
        "UPDATE event SET action = 'SIGNED_IN'",
        "UPDATE event SET after = NULL WHERE subject_type = 'organization'",
        "DELETE FROM event",
        "DELETE FROM event WHERE organization_id IS NOT NULL",
    ] {
        refused(&raw, statement).await;
    }
    match database.engine() {
        // A truncation fires no trigger that is about rows.
        Engine::Postgres => refused(&raw, "TRUNCATE event CASCADE").await,
        // A replacement deletes the old row without firing a trigger that is about deletions.
        Engine::Sqlite => {
            let again = "SELECT id, organization_id, actor_user_id, impersonator_user_id, capacity, 'SIGNED_IN', \
                         subject_type, subject_id, before, after, request_id, occurred_at, position FROM event";
            refused(&raw, &format!("INSERT OR REPLACE INTO event {again}")).await;
            refused(&raw, &format!("REPLACE INTO event {again}")).await;
        }
    }
    assert_eq!(log(&raw).await, before);

    // It still grows.
    plant(&raw, tenant.event()).await.unwrap();
    assert_eq!(log(&raw).await.len(), 3);
}

async fn refused(connection: &impl ConnectionTrait, statement: &str) {
    let outcome = connection.execute_unprepared(statement).await;
    let error = outcome.expect_err(statement).to_string();
    assert!(
        error.contains("append-only"),
        "{statement} failed for another reason: {error}"
    );
}

/// Everything in the log, as text.
async fn log(connection: &impl ConnectionTrait) -> Vec<(String, Option<String>)> {
    let sql = "SELECT action, CAST(after AS TEXT) AS after FROM event ORDER BY id";
    let rows = catalog::rows(connection, sql).await;
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "action").unwrap(),
                row.try_get("", "after").unwrap(),
            )
        })
        .collect()
}
