//! Connecting: one pool, with what each database needs to be correct under load.

use crate::{StoreError, statements};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqlxPostgresConnector, SqlxSqliteConnector,
    Statement,
};
use sqlx::{
    Executor, PgPool,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
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
    /// Connections at most; none means 8 on SQLite and 16 on PostgreSQL.
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
    pub(crate) connection: DatabaseConnection,
    /// The same connections, as sqlx hands them out; on SQLite nobody needs them.
    pub(crate) pool: Option<PgPool>,
    pub(crate) engine: Engine,
    pub(crate) statements: Arc<AtomicU64>,
}

fn unusable(url: &str, source: impl std::fmt::Display) -> StoreError {
    let scheme = url.split(':').next().unwrap_or_default();
    StoreError::Unavailable(DbErr::Custom(format!("{scheme} database: {source}")))
}

pub(crate) async fn connect(settings: &DatabaseSettings) -> Result<Connected, StoreError> {
    let url = &settings.url;
    let engine = Engine::of(url)
        .ok_or_else(|| unusable(url, "the address must start with sqlite:// or postgres://"))?;
    let mut connection = match engine {
        Engine::Sqlite => sqlite(settings).await?,
        Engine::Postgres => postgres(settings).await?,
    };
    let statements = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&statements);
    connection.set_metric_callback(move |info| {
        if !is_scoping(&info.statement.sql) {
            counter.fetch_add(1, Ordering::Relaxed);
            statements::note();
        }
    });
    let pool = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(connection.get_postgres_connection_pool().clone()),
    };
    Ok(Connected {
        connection,
        pool,
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

async fn sqlite(settings: &DatabaseSettings) -> Result<DatabaseConnection, StoreError> {
    let options = sqlite_options(&settings.url)?;
    let pool = SqlitePoolOptions::new()
        .max_connections(settings.max_connections.unwrap_or(8))
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .map_err(|error| unusable(&settings.url, error))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
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

/// One connection beside the pool that hears what other servers have committed.
pub(crate) async fn listener(url: &str) -> Result<PgListener, sqlx::Error> {
    let options = PgConnectOptions::from_str(url)?.application_name("volmify events");
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(BECOME_APP).await.map(|_done| ()) })
        })
        .connect_with(options)
        .await?;
    PgListener::connect_with(&pool).await
}

async fn postgres(settings: &DatabaseSettings) -> Result<DatabaseConnection, StoreError> {
    let options = PgConnectOptions::from_str(&settings.url)
        .map_err(|error| unusable(&settings.url, error))?
        .application_name("volmify")
        // A request that was given up on must not go on working, or holding locks, in the database.
        .options([
            ("statement_timeout", "30s"),
            ("idle_in_transaction_session_timeout", "60s"),
            // Statements are the same for all their parameters, and planning one takes longer than running it.
            ("plan_cache_mode", "force_generic_plan"),
        ])
        .statement_cache_capacity(256);
    let pool = PgPoolOptions::new()
        .max_connections(settings.max_connections.unwrap_or(16))
        .acquire_timeout(settings.acquire_timeout)
        .test_before_acquire(false)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(BECOME_APP).await.map(|_done| ()) })
        })
        .connect_with(options)
        .await
        .map_err(|error| unusable(&settings.url, error))?;
    let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
    refuse_bypass(&connection).await?;
    Ok(connection)
}

/// Steps down to the role that owns nothing, wherever the login role may become it.
const BECOME_APP: &str = "DO $$ BEGIN \
     IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'volmify_app') \
        AND pg_has_role(session_user, 'volmify_app', 'MEMBER') THEN \
       SET ROLE volmify_app; \
     END IF; END $$";

/// A role that bypasses row-level security would make the last net a decoration, so the server does not start as one.
async fn refuse_bypass(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let row = connection
        .query_one_raw(Statement::from_string(
            connection.get_database_backend(),
            "SELECT (rolsuper OR rolbypassrls) AS bypass FROM pg_roles WHERE rolname = current_user",
        ))
        .await?;
    let bypass = match row {
        Some(row) => row.try_get::<bool>("", "bypass").map_err(StoreError::from)?,
        None => true,
    };
    if bypass {
        return Err(unusable(
            "postgres",
            "the role of this connection bypasses row-level security. Run `volmify migrate` with a role that may \
             create roles, or connect as a role that is a member of volmify_app",
        ));
    }
    Ok(())
}
