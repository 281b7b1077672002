//! A database of its own for every test, on every back end there is: always SQLite, and PostgreSQL where
//! `TEST_DATABASE_URL` names a server on which databases may be created.

use kernel::{Random, SystemRandom, TestClock};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::sync::Arc;
use store::{DatabaseSettings, Store};

/// The moment at which every test begins.
pub(crate) const START: &str = "2026-03-14T08:00:00Z";

/// A migrated database and the clock of everything in it.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) store: Store,
    pub(crate) clock: Arc<TestClock>,
}

/// Runs a test on every back end. The databases are gone afterwards, also when the test fails.
pub(crate) async fn everywhere<F, Done>(test: F)
where
    F: Fn(Database) -> Done,
    Done: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/test.db", folder.path().display());
    let database = prepare(url).await;
    test(database).await;
    on_postgres(test).await;
}

/// Runs a test on PostgreSQL alone.
pub(crate) async fn on_postgres<F, Done>(test: F)
where
    F: Fn(Database) -> Done,
    Done: Future<Output = ()> + Send + 'static,
{
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return;
    };
    let mut bytes = [0; 8];
    SystemRandom.fill(&mut bytes);
    let name = format!("content_{:016x}", u64::from_be_bytes(bytes));
    run(&server, format!("CREATE DATABASE {name}")).await;
    let (address, _) = server.rsplit_once('/').unwrap();
    let database = prepare(format!("{address}/{name}")).await;
    let store = database.store.clone();
    let outcome = tokio::spawn(test(database)).await;
    store.close().await.unwrap();
    run(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

async fn prepare(url: String) -> Database {
    let settings = DatabaseSettings::new(&url);
    store::migrate::<migration::Migrator>(&settings).await.unwrap();
    let clock = Arc::new(TestClock::at(START.parse().unwrap()));
    let store = Store::connect(&settings, Arc::<TestClock>::clone(&clock), Arc::new(SystemRandom))
        .await
        .unwrap();
    Database { store, clock }
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}
