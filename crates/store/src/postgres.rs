//! PostgreSQL: the connections of this server, and transactions that begin in one message.

mod connect;
mod gather;
mod message;
mod pool;
mod transaction;
mod wire;
mod work;

pub(crate) use connect::{connect, listener};
pub(crate) use message::{Kept, READING, WRITING, name_of};
pub(crate) use pool::Pool;
pub(crate) use transaction::PgTransaction;

use sea_orm::{DbErr, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Postgres, query::Query};

/// A question that was not answered.
fn unanswered(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

/// A command that was not carried out.
fn undone(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

/// No connection to ask on.
fn unreached(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}

/// The statement as sqlx takes it, with its values moved out of it.
fn query(statement: &mut Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = statement.values.take().unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}
