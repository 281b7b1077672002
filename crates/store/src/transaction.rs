//! Transactions: one connection from its beginning to its end, on either database.

use crate::{
    begin,
    connection::Connection,
    postgres::{Kept, PgTransaction, WRITING},
    session::View,
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, SqlErr,
    SqliteTransactionMode, Statement, TransactionOptions,
};
use std::pin::Pin;

/// A transaction. One that is dropped is rolled back.
pub(crate) enum Transaction {
    /// Begun with a message that says which rows it is about as well.
    Postgres(Box<PgTransaction>),
    /// On SQLite nobody has to be told.
    Sqlite(DatabaseTransaction),
}

impl Transaction {
    /// Begins to write.
    pub(crate) async fn writing(connection: &Connection, view: View) -> Result<Self, DbErr> {
        match connection {
            Connection::Postgres(pool) => {
                let tx = PgTransaction::begin(pool, WRITING, view).await?;
                Ok(Self::Postgres(Box::new(tx)))
            }
            Connection::Sqlite(connection) => {
                let options = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..TransactionOptions::default()
                };
                Ok(Self::Sqlite(begin::begin(connection, options).await?))
            }
        }
    }

    /// Begins to write with a statement, and gives its rows.
    pub(crate) async fn writing_with(
        connection: &Connection,
        view: View,
        first: Kept,
    ) -> Result<(Self, Vec<QueryResult>), DbErr> {
        if let Connection::Postgres(pool) = connection {
            let (tx, rows) = PgTransaction::begin_with(pool, WRITING, view, first).await?;
            return Ok((Self::Postgres(Box::new(tx)), rows));
        }
        let tx = Self::writing(connection, view).await?;
        let rows = tx
            .query_all_raw(first.statement(tx.get_database_backend()))
            .await?;
        Ok((tx, rows))
    }

    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(tx) => tx.commit().await,
            Self::Sqlite(tx) => tx.commit().await,
        }
    }

    /// Carries out a command whose outcome nobody waits for, but for that it succeeds: before anything else is done, and before the commit.
    pub(crate) async fn hold(&self, command: Statement) -> Result<(), DbErr> {
        match self {
            Self::Postgres(tx) => tx.hold(command).await,
            Self::Sqlite(tx) => tx.execute_raw(command).await.map(|_done| ()),
        }
    }

    /// Adds a row like [`Self::hold`], for whose unique values others may race. Who loses is told that it was not inserted, at the latest
    /// by the commit: [`DbErr::RecordNotInserted`].
    pub(crate) async fn race(&self, insert: Statement, table: &'static str) -> Result<(), DbErr> {
        match self {
            Self::Postgres(tx) => tx.race(insert, table).await,
            Self::Sqlite(tx) => match tx.execute_raw(insert).await {
                Err(error) if is_taken(&error) => Err(DbErr::RecordNotInserted),
                done => done.map(|_done| ()),
            },
        }
    }

    /// Runs what reads; what it asks before it waits for an answer is sent at once.
    pub(crate) async fn at_once<F: Future>(&self, asking: Pin<Box<F>>) -> F::Output {
        match self {
            Self::Postgres(tx) => tx.at_once(asking).await,
            Self::Sqlite(_) => asking.await,
        }
    }

    /// Carries out a command, and asks a question after it. Says how many rows the command has changed.
    pub(crate) async fn query_after(
        &self,
        command: Statement,
        question: Statement,
    ) -> Result<(u64, Vec<QueryResult>), DbErr> {
        match self {
            Self::Postgres(tx) => tx.query_after(command, question).await,
            Self::Sqlite(tx) => {
                let done = tx.execute_raw(command).await?;
                Ok((done.rows_affected(), tx.query_all_raw(question).await?))
            }
        }
    }

    pub(crate) async fn roll_back(self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(tx) => tx.roll_back().await,
            Self::Sqlite(tx) => tx.rollback().await,
        }
    }
}

fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Postgres(tx) => tx.get_database_backend(),
            Self::Sqlite(tx) => tx.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(tx) => tx.execute_raw(statement).await,
            Self::Sqlite(tx) => tx.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(tx) => tx.execute_unprepared(sql).await,
            Self::Sqlite(tx) => tx.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Postgres(tx) => tx.query_one_raw(statement).await,
            Self::Sqlite(tx) => tx.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Postgres(tx) => tx.query_all_raw(statement).await,
            Self::Sqlite(tx) => tx.query_all_raw(statement).await,
        }
    }
}
