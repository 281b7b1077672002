//! A database per test, migrated, on the machine the tests run on.

use kernel::{SeededRandom, TestClock};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use store::{DatabaseSettings, Store};
use tempfile::TempDir;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that nobody else uses, gone with its test.
pub(crate) struct TestDatabase {
    pub(crate) settings: DatabaseSettings,
    pub(crate) folder: TempDir,
}

impl TestDatabase {
    /// One without tables.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match server() {
            Some(server) => on_server(&server).await,
            None => format!("sqlite://{}/test.db", folder.path().display()),
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

impl TestDatabase {
    /// Moves one account of the demo by a cent, which takes switching the database's own guards off first.
    pub(crate) async fn damage_the_books(&self) {
        let moved = "UPDATE ledger_account SET balance_minor = balance_minor + 1 \
            WHERE code = 'CLEARING' AND currency = 'EUR' \
            AND organization_id = (SELECT id FROM organization WHERE slug = 'alpenglow')";
        let url = &self.settings.url;
        if url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sqlx::query("DROP TRIGGER ledger_account_moves_with_postings")
                .execute(&mut connection)
                .await
                .unwrap();
            let done = sqlx::query(moved).execute(&mut connection).await.unwrap();
            assert_eq!(done.rows_affected(), 1);
        } else {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::query("ALTER TABLE ledger_account DISABLE TRIGGER USER")
                .execute(&mut connection)
                .await
                .unwrap();
            let done = sqlx::query(moved).execute(&mut connection).await.unwrap();
            assert_eq!(done.rows_affected(), 1);
        }
    }
}

/// Where the PostgreSQL server is, if the tests run on one.
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL")
        .ok()
        .filter(|url| !url.is_empty())
}

async fn on_server(server: &str) -> String {
    let (process, number) = (std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let name = format!("volmify_server_{process}_{number}");
    run(server, format!("CREATE DATABASE {name}")).await;
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(&name);
    url.into()
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(server) = server() else { return };
        let (_, name) = self.settings.url.rsplit_once('/').unwrap();
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // A runtime of its own, because the test's own is on its way out.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run(&server, sql));
        });
        let _a_leftover_harms_nobody = dropping.join();
    }
}
