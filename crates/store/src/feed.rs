//! The event log as something to follow: each organization's events are numbered in the order of their commits.
//!
//! A number that is drawn when a row is written would not do: on PostgreSQL the transaction that drew the smaller one may commit
//! later, and a reader who is past it never sees it. So events are written when their transaction ends, in turn: the turn of an
//! organization is a lock that is held from before the numbers are drawn until the commit is visible.

use crate::{
    OrgScope, OrgTx, StoreError,
    scoped::{Runner, on},
};
use entities::event;
use kernel::{OrganizationId, TypedId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QuerySelect, Statement,
    sea_query::{CommonTableExpression, Expr, ExprTrait, Func, Query},
};
use std::fmt::Display;

/// The statement that appends events to the log, numbered behind the newest one of their organization when its turn has come. SQLite has
/// one writer, whose turn it always is.
pub(crate) fn append(backend: DbBackend, events: Vec<event::Model>) -> Result<Statement, StoreError> {
    let organization = events.iter().find_map(|event| event.organization_id);
    let mut insert = Query::insert();
    insert.into_table(event::Entity).columns(event::Column::iter());
    let mut behind = 0;
    for event in events {
        let is_numbered = organization.is_some() && event.organization_id == organization;
        behind += i64::from(is_numbered);
        let row = event.into_active_model();
        let values = event::Column::iter().map(|column| {
            if is_numbered && matches!(column, event::Column::Position) {
                return Ok(behind_the_newest(behind));
            }
            let value = row.get(column).into_value();
            value.map(Expr::val).ok_or_else(|| misfit("a value is missing"))
        });
        let values: Vec<Expr> = values.collect::<Result<_, StoreError>>()?;
        insert.values(values).map_err(misfit)?;
    }
    if let Some(organization) = organization {
        insert.with_cte(turn(backend, organization));
    }
    Ok(backend.build(&insert))
}

fn misfit(problem: impl Display) -> StoreError {
    StoreError::Database(DbErr::Custom(format!(
        "an event does not fit into the log: {problem}"
    )))
}

const TURN: &str = "turn";
const NEWEST: &str = "newest";

/// Takes the organization's turn, and finds the position of its newest event when it has come.
fn turn(backend: DbBackend, organization: OrganizationId) -> CommonTableExpression {
    let newest = if backend == DbBackend::Postgres {
        Query::select()
            .expr_as(Func::cust("volmify_event_turn").arg(organization.uuid()), NEWEST)
            .to_owned()
    } else {
        Query::select()
            .expr_as(
                Func::coalesce([Expr::col(event::Column::Position).max(), Expr::val(0)]),
                NEWEST,
            )
            .from(event::Entity)
            .and_where(event::Column::OrganizationId.eq(organization))
            .to_owned()
    };
    // Materialized, so that all rows are numbered from the same one.
    CommonTableExpression::new()
        .query(newest)
        .table_name(TURN)
        .materialized(true)
        .to_owned()
}

fn behind_the_newest(rows: i64) -> Expr {
    let newest = Query::select().column(NEWEST).from(TURN).to_owned();
    Expr::from(newest).add(rows)
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
