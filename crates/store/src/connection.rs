//! The connections of a server to its database, for what belongs to no transaction.

use crate::postgres::Pool;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement};

/// Each statement runs on any of the connections, by itself.
#[derive(Clone)]
pub(crate) enum Connection {
    /// To a server.
    Postgres(Pool),
    /// To a file.
    Sqlite(DatabaseConnection),
}

impl Connection {
    /// Closes the connections.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(pool) => {
                pool.close().await;
                Ok(())
            }
            Self::Sqlite(connection) => connection.close_by_ref().await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Connection {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Postgres(pool) => pool.get_database_backend(),
            Self::Sqlite(connection) => connection.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(pool) => pool.execute_raw(statement).await,
            Self::Sqlite(connection) => connection.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(pool) => pool.execute_unprepared(sql).await,
            Self::Sqlite(connection) => connection.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Postgres(pool) => pool.query_one_raw(statement).await,
            Self::Sqlite(connection) => connection.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Postgres(pool) => pool.query_all_raw(statement).await,
            Self::Sqlite(connection) => connection.query_all_raw(statement).await,
        }
    }
}
