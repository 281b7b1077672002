//! A database of its own for every test: SQLite in a folder that goes away, or, where `TEST_DATABASE_URL` names a
//! PostgreSQL server, a database on it that goes away.

use kernel::{SystemRandom, TestClock};
use sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};
use store::{DatabaseSettings, Engine, Store, migrate};
use tempfile::TempDir;

/// The moment at which every test begins.
pub(crate) const START: &str = "2026-03-14T08:00:00Z";

/// A database that goes away with the test, also when the test fails.
pub(crate) struct TestDatabase {
    pub(crate) settings: DatabaseSettings,
    pub(crate) clock: Arc<TestClock>,
    server: Option<(String, String)>,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    /// A migrated database.
    pub(crate) async fn new() -> Self {
        let database = match server() {
            Some(server) => Self::on(server, "").await,
            None => Self::in_a_folder(),
        };
        database.migrated().await
    }

    /// A migrated database on PostgreSQL, for what SQLite does not have. This is the only reason to skip a test.
    pub(crate) async fn postgres(subject: &str) -> Option<Self> {
        match Self::postgres_with(subject, "").await {
            Some(database) => Some(database.migrated().await),
            None => None,
        }
    }

    /// An empty database on PostgreSQL, made with these options of `CREATE DATABASE`.
    pub(crate) async fn postgres_with(subject: &str, options: &str) -> Option<Self> {
        let Some(server) = server() else {
            eprintln!("skipped on SQLite: {subject}. Set TEST_DATABASE_URL to run it on PostgreSQL.");
            return None;
        };
        Some(Self::on(server, options).await)
    }

    pub(crate) async fn migrated(self) -> Self {
        migrate::<migration::Migrator>(&self.settings).await.unwrap();
        self
    }

    fn in_a_folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("volmify.db").display());
        Self::described(url, None, Some(folder))
    }

    async fn on(server: String, options: &str) -> Self {
        let name = fresh_name();
        run(&server, format!("CREATE DATABASE {name} {options}")).await;
        let url = with_database(&server, &name);
        Self::described(url, Some((server, name)), None)
    }

    fn described(url: String, server: Option<(String, String)>, folder: Option<TempDir>) -> Self {
        let mut settings = DatabaseSettings::new(url);
        settings.max_connections = Some(8);
        Self {
            settings,
            clock: Arc::new(TestClock::at(START.parse().unwrap())),
            server,
            _folder: folder,
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        Engine::of(&self.settings.url).unwrap()
    }

    /// A store as the server has it. Each call makes another one, as if it were another process.
    pub(crate) async fn store(&self) -> Store {
        self.store_with(&self.settings).await
    }

    /// A store with other settings.
    pub(crate) async fn store_with(&self, settings: &DatabaseSettings) -> Store {
        Store::connect(
            settings,
            Arc::<TestClock>::clone(&self.clock),
            Arc::new(SystemRandom),
        )
        .await
        .unwrap()
    }

    /// One connection past the store, with all the rights there are: the owner of the file, or the role of
    /// `TEST_DATABASE_URL`.
    pub(crate) async fn raw(&self) -> DatabaseConnection {
        match self.engine() {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str(&self.settings.url).unwrap();
                let pool = SqlitePoolOptions::new().max_connections(1);
                let pool = pool.connect_with(options.foreign_keys(true)).await.unwrap();
                SqlxSqliteConnector::from_sqlx_sqlite_pool(pool)
            }
            Engine::Postgres => {
                let pool = PgPoolOptions::new().max_connections(1);
                SqlxPostgresConnector::from_sqlx_postgres_pool(
                    pool.connect(&self.settings.url).await.unwrap(),
                )
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else {
            return;
        };
        // A test ends outside of any runtime that could be waited for, so the farewell has one of its own.
        let farewell = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run(
                &server,
                format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            ));
        });
        if farewell.join().is_err() {
            eprintln!("a test database could not be dropped");
        }
    }
}

/// The PostgreSQL server to test on, if there is one.
pub(crate) fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

/// The same server and login, another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, _) = server.rsplit_once('/').unwrap();
    format!("{address}/{name}")
}

/// The name says how old the database is, so that leftovers of killed runs can be told from databases in use.
fn fresh_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now();
    let seconds = now.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("volmify_test_{seconds}_{}_{number}", std::process::id())
}

/// Runs a statement on the server itself.
pub(crate) async fn run(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}
