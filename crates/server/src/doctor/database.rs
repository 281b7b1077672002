//! The database and what lies in it.

use super::{Report, Verdict};
use crate::{config::Settings, setup};
use entities::delivery::{self, DeliveryStatus};
use migration::Migrator;
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Engine, Store, StoreError};

/// Whether the tables are there.
pub(super) async fn migrations(settings: &Settings, report: &mut Report) -> bool {
    let shown = setup::shown(&settings.migration_database.url);
    match store::pending_migrations::<Migrator>(&settings.migration_database).await {
        Ok(pending) if pending.is_empty() => {
            report.add("migrations", Verdict::Ok, "up to date", None);
            true
        }
        Ok(pending) => {
            report.add(
                "migrations",
                Verdict::Fail,
                format!("{} missing in {shown}: {}", pending.len(), pending.join(", ")),
                Some("run `volmify migrate`; `volmify serve` does it as well"),
            );
            false
        }
        Err(error) => {
            report.add(
                "database",
                Verdict::Fail,
                format!("{shown} cannot be used: {}", explained(&error)),
                Some("check that the database runs, and --database-url and --migration-database-url"),
            );
            false
        }
    }
}

/// A store, if one can be had.
pub(super) async fn connection(settings: &Settings, report: &mut Report) -> Option<Store> {
    let shown = setup::shown(&settings.database.url);
    let connected = match setup::connect(settings).await {
        Ok(store) => store.ping().await.map(|()| store).map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    match connected {
        Ok(store) => {
            report.add("database", Verdict::Ok, format!("{shown} answers"), None);
            match store.engine() {
                Engine::Sqlite => {}
                // The store refuses every connection whose role could; that there is one is the proof.
                Engine::Postgres => report.add(
                    "rows",
                    Verdict::Ok,
                    "the role of the connections cannot bypass row-level security",
                    None,
                ),
            }
            Some(store)
        }
        Err(error) => {
            report.add(
                "database",
                Verdict::Fail,
                format!("{error:#}"),
                Some("connect as a role that is a member of volmify_app and no superuser, after `volmify migrate`"),
            );
            None
        }
    }
}

/// The mail that waits, and the mail that was given up.
pub(super) async fn deliveries(store: &Store, report: &mut Report) {
    let failed = store
        .find_unscoped::<delivery::Entity>(CrossOrganization::Doctor)
        .filter(delivery::Column::Status.eq(DeliveryStatus::Failed))
        .count();
    match (store.pending_deliveries().await, failed.await) {
        (Ok(pending), Ok(0)) => {
            report.add(
                "deliveries",
                Verdict::Ok,
                format!("{pending} waiting, none given up"),
                None,
            );
        }
        (Ok(pending), Ok(failed)) => report.add(
            "deliveries",
            Verdict::Warn,
            format!("{pending} waiting, {failed} given up"),
            Some("the column last_error of the table delivery says why"),
        ),
        (Err(error), _) | (_, Err(error)) => report.add(
            "deliveries",
            Verdict::Fail,
            format!("they cannot be counted: {}", explained(&error)),
            Some("run `volmify migrate`"),
        ),
    }
}

fn explained(error: &StoreError) -> String {
    match error {
        StoreError::Unavailable(source) | StoreError::Busy(source) | StoreError::Database(source) => {
            source.to_string()
        }
        StoreError::Unique(_) | StoreError::Cursor | StoreError::Overdrawn(_) => error.to_string(),
    }
}
