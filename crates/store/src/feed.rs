//! The event log as something to follow: each organization's events are numbered in the order of their commits.
//!
//! A number that is drawn when a row is written would not do: on PostgreSQL the transaction that drew the smaller one may commit
//! later, and a reader who is past it never sees it. So events are written when their transaction ends, in turn: the turn of an
//! organization is a lock that is held from before the numbers are drawn until the commit is visible.

use crate::{
    OrgScope, OrgTx, StoreError, Tx,
    scoped::{Runner, on},
    wake::CHANNEL,
};
use entities::event;
use kernel::{OrganizationId, TypedId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// Takes the organization's turn on PostgreSQL, and has the other servers told once this transaction is committed. SQLite has one
/// writer anyway.
pub(crate) async fn announce(
    tx: &Tx,
    organization: Option<OrganizationId>,
    topics: &[Uuid],
) -> Result<(), StoreError> {
    if tx.raw().get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let topics = topics.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
    let statement = match organization {
        Some(organization) => Statement::from_sql_and_values(
            DbBackend::Postgres,
            format!(
                "WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) \
                 SELECT pg_notify('{CHANNEL}', topic) FROM turn, unnest(string_to_array($2, ',')) AS topic"
            ),
            [format!("event {}", organization.uuid()).into(), topics.into()],
        ),
        None => Statement::from_sql_and_values(
            DbBackend::Postgres,
            format!("SELECT pg_notify('{CHANNEL}', topic) FROM unnest(string_to_array($1, ',')) AS topic"),
            [topics.into()],
        ),
    };
    tx.raw().query_all_raw(statement).await?;
    Ok(())
}

/// The position of an organization's newest event; 0 before the first.
#[expect(
    clippy::disallowed_methods,
    reason = "a number about the log, and none of its rows"
)]
pub(crate) async fn newest(runner: &Runner, organization: OrganizationId) -> Result<i64, StoreError> {
    let newest = event::Entity::find()
        .select_only()
        .column_as(Expr::col(event::Column::Position).max(), "position")
        .filter(event::Column::OrganizationId.eq(organization))
        .into_tuple::<Option<i64>>();
    let newest: Option<Option<i64>> = on!(runner, |connection| newest.one(connection).await)?;
    Ok(newest.flatten().unwrap_or_default())
}

impl OrgTx {
    /// How far the organization's log goes, without what this transaction adds to it.
    pub async fn newest_event(&self) -> Result<i64, StoreError> {
        newest(&self.runner(), self.organization()).await
    }
}

impl OrgScope {
    /// How far the organization's log goes, whatever the actor sees of it: the position of the newest event, 0 before the first.
    pub async fn newest_event(&self) -> Result<i64, StoreError> {
        newest(self.runner(), self.access().organization()).await
    }
}
