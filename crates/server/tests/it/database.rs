//! A database per test, migrated, on the machine the tests run on.

use kernel::{SeededRandom, TestClock};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use store::{DatabaseSettings, Store};
use tempfile::TempDir;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that nobody else uses. A PostgreSQL one is dropped by the next run.
pub(crate) struct TestDatabase {
    pub(crate) settings: DatabaseSettings,
    pub(crate) folder: TempDir,
}

impl TestDatabase {
    /// One without tables.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match std::env::var("TEST_DATABASE_URL") {
            Ok(server) if !server.is_empty() => on_server(&server).await,
            Ok(_) | Err(_) => format!("sqlite://{}/test.db", folder.path().display()),
        };
        let mut settings = DatabaseSettings::new(url);
        settings.max_connections = Some(8);
        Self { settings, folder }
    }

    /// One with tables, and a store whose clock stands still.
    pub(crate) async fn migrated() -> (Self, Store, Arc<TestClock>) {
        let database = Self::empty().await;
        store::migrate::<migration::Migrator>(&database.settings)
            .await
            .unwrap();
        let clock = Arc::new(TestClock::at("2026-03-14T08:00:00Z".parse().unwrap()));
        let random = Arc::new(SeededRandom::new(u64::from(NUMBER.load(Ordering::Relaxed))));
        let store = Store::connect(&database.settings, clock.clone(), random)
            .await
            .unwrap();
        (database, store, clock)
    }
}

async fn on_server(server: &str) -> String {
    let name = format!(
        "volmify_server_{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    let mut connection = PgConnection::connect(server).await.unwrap();
    for sql in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    connection.close().await.unwrap();
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(&name);
    url.into()
}
