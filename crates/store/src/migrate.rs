//! Bringing the database up to date, once, however many replicas start together.

use crate::{DatabaseSettings, Engine, StoreError, database::sqlite_options};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, SqlxPostgresConnector, SqlxSqliteConnector};
use sea_orm_migration::MigratorTrait;
use sqlx::{postgres::PgPoolOptions, sqlite::SqlitePoolOptions};
use std::fs::File;

/// What a migration run did.
#[derive(Clone, Debug)]
pub struct MigrationReport {
    /// The steps that were applied now, oldest first.
    pub applied: Vec<String>,
}

/// Any number that all versions of the server agree on.
const LOCK: &str = "8072365401173";

/// Applies every step that is missing. A second process waits for the first and then finds nothing to do.
pub async fn migrate<M: MigratorTrait>(settings: &DatabaseSettings) -> Result<MigrationReport, StoreError> {
    let failed = |error: sqlx::Error| StoreError::Unavailable(DbErr::Custom(error.to_string()));
    match Engine::of(&settings.url) {
        Some(Engine::Sqlite) => {
            let options = sqlite_options(&settings.url)?;
            let lock = options.get_filename().with_extension("lock");
            let _held = tokio::task::spawn_blocking(move || lock_file(&lock))
                .await
                .map_err(|error| StoreError::Database(DbErr::Custom(error.to_string())))??;
            let pool = SqlitePoolOptions::new()
                .max_connections(1)
                .connect_with(options)
                .await
                .map_err(failed)?;
            let connection = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
            let report = run::<M>(&connection).await;
            connection.close().await?;
            report
        }
        Some(Engine::Postgres) => {
            let pool = PgPoolOptions::new()
                .max_connections(1)
                .connect(&settings.url)
                .await
                .map_err(failed)?;
            let connection = SqlxPostgresConnector::from_sqlx_postgres_pool(pool);
            // The lock belongs to the one connection and ends with it.
            connection
                .execute_unprepared(&format!("SELECT pg_advisory_lock({LOCK})"))
                .await?;
            let report = run::<M>(&connection).await;
            connection.close().await?;
            report
        }
        None => Err(StoreError::Unavailable(DbErr::Custom(
            "the address must start with sqlite:// or postgres://".to_owned(),
        ))),
    }
}

/// The steps that are missing, oldest first. Only reads, so that a role without the right to create tables can ask.
pub async fn pending_migrations<M: MigratorTrait>(
    settings: &DatabaseSettings,
) -> Result<Vec<String>, StoreError> {
    let failed = |error: sqlx::Error| StoreError::Unavailable(DbErr::Custom(error.to_string()));
    let connection = match Engine::of(&settings.url) {
        Some(Engine::Sqlite) => {
            let options = sqlite_options(&settings.url)?;
            if !options.get_filename().exists() {
                return Ok(M::migrations()
                    .iter()
                    .map(|step| step.name().to_owned())
                    .collect());
            }
            let pool = SqlitePoolOptions::new()
                .max_connections(1)
                .connect_with(options)
                .await
                .map_err(failed)?;
            SqlxSqliteConnector::from_sqlx_sqlite_pool(pool)
        }
        Some(Engine::Postgres) => {
            let pool = PgPoolOptions::new()
                .max_connections(1)
                .acquire_timeout(settings.acquire_timeout)
                .connect(&settings.url)
                .await
                .map_err(failed)?;
            SqlxPostgresConnector::from_sqlx_postgres_pool(pool)
        }
        None => {
            return Err(StoreError::Unavailable(DbErr::Custom(
                "the address must start with sqlite:// or postgres://".to_owned(),
            )));
        }
    };
    let pending = M::get_pending_migrations_read_only(&connection).await;
    connection.close().await?;
    Ok(pending?.iter().map(|step| step.name().to_owned()).collect())
}

async fn run<M: MigratorTrait>(connection: &DatabaseConnection) -> Result<MigrationReport, StoreError> {
    let pending = M::get_pending_migrations(connection).await?;
    let applied = pending.iter().map(|step| step.name().to_owned()).collect();
    M::up(connection, None).await?;
    Ok(MigrationReport { applied })
}

fn lock_file(path: &std::path::Path) -> Result<File, StoreError> {
    let failed = |error: std::io::Error| {
        StoreError::Unavailable(DbErr::Custom(format!("{}: {error}", path.display())))
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let file = File::create(path).map_err(failed)?;
    file.lock().map_err(failed)?;
    Ok(file)
}
