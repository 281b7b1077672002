//! Connecting: one pool, with what each database needs to be correct under load.

use crate::{
    StoreError,
    connection::Connection,
    postgres::{self, Pool},
    statements,
};
use sea_orm::{DatabaseConnection, DbBackend, DbErr, SqlxSqliteConnector};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Where the database is and how hard it may be used.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite://path` or `postgres://…`.
    pub url: String,
    /// Connections at most; none means 8 on SQLite, and on PostgreSQL 4 for each processor of this machine, at least 8.
    pub max_connections: Option<u32>,
    /// How long a request waits for a connection.
    pub acquire_timeout: Duration,
}

impl DatabaseSettings {
    /// The usual settings for an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            max_connections: None,
            acquire_timeout: Duration::from_secs(10),
        }
    }
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Embedded, one writer at a time.
    Sqlite,
    /// A server, several replicas.
    Postgres,
}

impl Engine {
    /// What sea-orm calls it.
    pub(crate) const fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// The engine an address belongs to.
    pub fn of(url: &str) -> Option<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Some(Self::Sqlite),
            Some("postgres" | "postgresql") => Some(Self::Postgres),
            Some(_) | None => None,
        }
    }
}

#[derive(Clone)]
pub(crate) struct Connected {
    pub(crate) connection: Connection,
    pub(crate) engine: Engine,
    pub(crate) statements: Arc<AtomicU64>,
}

impl Connected {
    /// The connections to PostgreSQL; on SQLite nobody needs to know them.
    pub(crate) const fn pool(&self) -> Option<&Pool> {
        match &self.connection {
            Connection::Postgres(pool) => Some(pool),
            Connection::Sqlite(_) => None,
        }
    }
}

pub(crate) fn unusable(url: &str, source: impl std::fmt::Display) -> StoreError {
    let scheme = url.split(':').next().unwrap_or_default();
    StoreError::Unavailable(DbErr::Custom(format!("{scheme} database: {source}")))
}

pub(crate) async fn connect(settings: &DatabaseSettings) -> Result<Connected, StoreError> {
    let url = &settings.url;
    let engine = Engine::of(url)
        .ok_or_else(|| unusable(url, "the address must start with sqlite:// or postgres://"))?;
    let statements = Arc::new(AtomicU64::new(0));
    let connection = match engine {
        Engine::Sqlite => Connection::Sqlite(sqlite(settings, Arc::clone(&statements)).await?),
        Engine::Postgres => Connection::Postgres(postgres::connect(settings, &statements).await?),
    };
    Ok(Connected {
        connection,
        engine,
        statements,
    })
}

/// How a statement begins that only tells PostgreSQL which rows a transaction is about.
pub(crate) const SCOPING: &str = "SELECT set_config(";

/// Whether a statement is one of those, which are not counted.
pub(crate) fn is_scoping(sql: &str) -> bool {
    sql.starts_with(SCOPING)
}

async fn sqlite(
    settings: &DatabaseSettings,
    statements: Arc<AtomicU64>,
) -> Result<DatabaseConnection, StoreError> {
    let options = sqlite_options(&settings.url)?;
    let pool = SqlitePoolOptions::new()
        .max_connections(settings.max_connections.unwrap_or(8))
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|error| unusable(&settings.url, error))?;
    let mut connection = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
    connection.set_metric_callback(move |_info| {
        statements.fetch_add(1, Ordering::Relaxed);
        statements::note();
    });
    Ok(connection)
}

/// Write-ahead log for readers beside the writer; full synchronization, because an answer is a promise.
pub(crate) fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)
        .map_err(|error| unusable(url, error))?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10))
        .pragma("temp_store", "memory")
        .statement_cache_capacity(256))
}
