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
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QuerySelect, Statement, Value,
    sea_query::{ArrayType, Expr, ExprTrait},
};
use uuid::Uuid;

/// Takes the organization's turn, and has the other servers told once this transaction is committed. What comes back is the
/// position of its newest event when the turn has come. SQLite has one writer and one server.
pub(crate) async fn take_turn(
    tx: &Tx,
    organization: OrganizationId,
    topics: &[Uuid],
) -> Result<i64, StoreError> {
    if tx.raw().get_database_backend() != DbBackend::Postgres {
        return newest(&tx.runner(), organization).await;
    }
    let statement = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT volmify_event_turn($1, $2, $3) AS newest",
        [organization.uuid().into(), CHANNEL.into(), all(topics)],
    );
    let row = tx.raw().query_one_raw(statement).await?;
    let row = row.ok_or_else(|| StoreError::Database(DbErr::RecordNotFound("the turn".to_owned())))?;
    Ok(row.try_get("", "newest")?)
}

/// Has the other servers told, once this transaction is committed, of what happened outside of any organization.
pub(crate) async fn announce(tx: &Tx, topics: &[Uuid]) -> Result<(), StoreError> {
    if tx.raw().get_database_backend() == DbBackend::Postgres {
        let statement = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_notify($1, topic::text) FROM unnest($2) AS topic",
            [CHANNEL.into(), all(topics)],
        );
        tx.raw().query_all_raw(statement).await?;
    }
    Ok(())
}

fn all(topics: &[Uuid]) -> Value {
    let topics = topics.iter().copied().map(Value::from).collect();
    Value::Array(ArrayType::Uuid, Some(Box::new(topics)))
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
