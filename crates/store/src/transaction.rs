//! Transactions: one connection from its beginning to its end, on either database.

use crate::{begin, database::Connected, postgres::PgTransaction, session::View};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, SqliteTransactionMode,
    Statement, TransactionOptions,
};

/// A transaction. One that is dropped is rolled back.
pub(crate) enum Transaction {
    /// Begun with a message that says which rows it is about as well.
    Postgres(PgTransaction),
    /// On SQLite nobody has to be told.
    Sqlite(DatabaseTransaction),
}

impl Transaction {
    /// Begins to write.
    pub(crate) async fn writing(database: &Connected, view: View) -> Result<Self, DbErr> {
        if let Some(pool) = &database.pool {
            let tx = PgTransaction::begin(pool, &database.statements, "BEGIN", view).await?;
            return Ok(Self::Postgres(tx));
        }
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Self::Sqlite(begin::begin(&database.connection, options).await?))
    }

    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(tx) => tx.commit().await,
            Self::Sqlite(tx) => tx.commit().await,
        }
    }

    pub(crate) async fn roll_back(self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(tx) => tx.roll_back().await,
            Self::Sqlite(tx) => tx.rollback().await,
        }
    }
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
