//! A transaction on PostgreSQL that begins, and is told which rows it is about, in one message.
//!
//! sea-orm sends `BEGIN` by itself, and each setting is a statement more. Here they go together, and what has only read is rolled
//! back with the message that gives the connection back to the pool.

use crate::{database::is_scoping, session::View, statements};
use kernel::TypedId;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{
    AssertSqlSafe, Database, Executor, PgPool, Postgres, SqlSafeStr, pool::PoolConnection, query::Query,
};
use sqlx_core::transaction::TransactionManager;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Mutex;

/// What sqlx begins and ends transactions with.
type Manager = <Postgres as Database>::TransactionManager;

/// One snapshot for a whole request: what an actor may see and what is there to be seen are of the same moment.
pub(crate) const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

pub(crate) struct PgTransaction {
    connection: Mutex<PoolConnection<Postgres>>,
    statements: Arc<AtomicU64>,
}

/// A connection whose transaction is just beginning. One that is left in the middle, because a client went away, would go back
/// to the pool with its transaction open; so that is ended first.
struct Beginning(Option<PoolConnection<Postgres>>);

impl Drop for Beginning {
    fn drop(&mut self) {
        if let Some(mut connection) = self.0.take() {
            tokio::spawn(async move {
                if connection.execute("ROLLBACK").await.is_err() {
                    connection.close_on_drop();
                }
            });
        }
    }
}

impl PgTransaction {
    pub(crate) async fn begin(
        pool: &PgPool,
        statements: &Arc<AtomicU64>,
        how: &str,
        view: View,
    ) -> Result<Self, DbErr> {
        let sql = match view {
            View::Global => how.to_owned(),
            // Neither can hold anything but letters, digits and hyphens.
            View::Organization(organization) => {
                format!(
                    "{how}; SET LOCAL volmify.organization = '{}'",
                    organization.uuid()
                )
            }
            View::Across(why) => format!("{how}; SET LOCAL volmify.across = '{}'", why.name()),
        };
        let connection = pool.acquire().await;
        let connection = connection.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(error.into())))?;
        let mut beginning = Beginning(Some(connection));
        if let Some(connection) = &mut beginning.0 {
            Manager::begin(connection, Some(AssertSqlSafe(sql).into_sql_str()))
                .await
                .map_err(unanswered)?;
        }
        let connection = beginning.0.take();
        let connection = connection.ok_or_else(|| DbErr::Custom("a connection was lost".to_owned()))?;
        Ok(Self {
            connection: Mutex::new(connection),
            statements: Arc::clone(statements),
        })
    }

    pub(crate) async fn commit(mut self) -> Result<(), DbErr> {
        Manager::commit(self.connection.get_mut()).await.map_err(undone)
    }

    pub(crate) async fn roll_back(mut self) -> Result<(), DbErr> {
        Manager::rollback(self.connection.get_mut()).await.map_err(undone)
    }

    fn note(&self, statement: &Statement) {
        if !is_scoping(&statement.sql) {
            self.statements.fetch_add(1, Ordering::Relaxed);
            statements::note();
        }
    }
}

impl Drop for PgTransaction {
    fn drop(&mut self) {
        // Nothing is sent before the pool has the connection back; after a commit there is nothing to send.
        Manager::start_rollback(self.connection.get_mut());
    }
}

fn unanswered(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

fn undone(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

/// The statement as sqlx takes it, with its values moved out of it.
fn query(statement: &mut Statement) -> Query<'_, Postgres, SqlxValues> {
    let values = statement.values.take().unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

#[async_trait::async_trait]
impl ConnectionTrait for PgTransaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, mut statement: Statement) -> Result<ExecResult, DbErr> {
        self.note(&statement);
        let mut connection = self.connection.lock().await;
        let done = query(&mut statement).execute(&mut **connection).await;
        Ok(done.map_err(undone)?.into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut connection = self.connection.lock().await;
        let done = connection.execute(AssertSqlSafe(sql.to_owned())).await;
        Ok(done.map_err(undone)?.into())
    }

    async fn query_one_raw(&self, mut statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.note(&statement);
        let mut connection = self.connection.lock().await;
        let row = query(&mut statement).fetch_optional(&mut **connection).await;
        Ok(row.map_err(unanswered)?.map(Into::into))
    }

    async fn query_all_raw(&self, mut statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.note(&statement);
        let mut connection = self.connection.lock().await;
        let rows = query(&mut statement).fetch_all(&mut **connection).await;
        Ok(rows.map_err(unanswered)?.into_iter().map(Into::into).collect())
    }
}
