//! A database for one test, made from a template that was migrated once.

use sqlx::{Connection, Executor, PgConnection};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use store::{DatabaseSettings, Engine, migrate};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// A migrated database that goes away with the test.
#[derive(Debug)]
pub struct TestDatabase {
    /// How to connect to it.
    pub settings: DatabaseSettings,
    folder: Option<TempDir>,
    server: Option<(String, String)>,
}

static SQLITE_TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// What all our databases on the test server are called, so that leftovers can be swept.
const PREFIX: &str = "volmify_test_";

impl TestDatabase {
    /// A database of its own: a copy of the template.
    pub async fn new() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => Self::postgres(url).await,
            Err(_) => Self::sqlite().await,
        }
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        Engine::of(&self.settings.url).expect("a known engine")
    }

    async fn sqlite() -> Self {
        let (_, template) = SQLITE_TEMPLATE
            .get_or_init(async || {
                let folder = tempfile::tempdir().expect("a folder for the template");
                let path = folder.path().join("template.db");
                let url = format!("sqlite://{}", path.display());
                migrate::<migration::Migrator>(&DatabaseSettings::new(url))
                    .await
                    .expect("the migrations run on SQLite");
                (folder, path)
            })
            .await;
        let folder = tempfile::tempdir().expect("a folder for the database");
        let path = folder.path().join("volmify.db");
        std::fs::copy(template, &path).expect("the template can be copied");
        Self {
            settings: DatabaseSettings::new(format!("sqlite://{}", path.display())),
            folder: Some(folder),
            server: None,
        }
    }

    async fn postgres(server: String) -> Self {
        let template = POSTGRES_TEMPLATE
            .get_or_init(async || {
                let mut connection = connect(&server).await;
                sweep(&mut connection).await;
                let name = fresh_name();
                run(&mut connection, &format!("CREATE DATABASE {name}")).await;
                migrate::<migration::Migrator>(&DatabaseSettings::new(address(&server, &name)))
                    .await
                    .expect("the migrations run on PostgreSQL");
                name
            })
            .await;
        let name = fresh_name();
        let mut connection = connect(&server).await;
        run(
            &mut connection,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        let mut settings = DatabaseSettings::new(address(&server, &name));
        settings.max_connections = Some(8);
        Self {
            settings,
            folder: None,
            server: Some((server, name)),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        drop(self.folder.take());
        let Some((server, name)) = self.server.take() else {
            return;
        };
        // A test ends outside of any runtime that could be waited for, so the farewell has one of its own.
        let farewell = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let mut connection = connect(&server).await;
                run(
                    &mut connection,
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                )
                .await;
            });
        });
        let _swept_later_if_it_failed = farewell.join();
    }
}

async fn connect(server: &str) -> PgConnection {
    PgConnection::connect(server)
        .await
        .unwrap_or_else(|error| panic!("TEST_DATABASE_URL does not answer: {error}"))
}

async fn run(connection: &mut PgConnection, sql: &str) {
    connection
        .execute(sqlx::AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn address(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).expect("TEST_DATABASE_URL is an address");
    url.set_path(name);
    url.into()
}

fn seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |age| age.as_secs())
}

fn fresh_name() -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("{PREFIX}{}_{}_{number}", seconds(), std::process::id())
}

/// Drops what earlier runs left behind: templates, and databases of tests that were killed.
async fn sweep(connection: &mut PgConnection) {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname FROM pg_database WHERE datname LIKE 'volmify\\_test\\_%'")
            .fetch_all(&mut *connection)
            .await
            .expect("the databases can be listed");
    let old = seconds().saturating_sub(Duration::from_hours(3).as_secs());
    for name in names {
        let made = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split('_').next()?.parse::<u64>().ok());
        if made.is_some_and(|made| made < old) {
            // Another run may sweep the same leftovers at the same time.
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _somebody_else_did = connection.execute(sqlx::AssertSqlSafe(sql)).await;
        }
    }
}
