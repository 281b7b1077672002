//! Checks what the server needs, and says what to do about what is missing.

mod database;
mod machine;
mod report;

pub use report::{Check, Report, Verdict};

use crate::config::Settings;
use std::time::Duration;

/// How long a database may take to let the doctor in.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks at everything. What depends on something that fails is left out.
pub async fn examine(settings: &Settings) -> Report {
    let mut settings = settings.clone();
    settings.database.acquire_timeout = PATIENCE;
    settings.migration_database.acquire_timeout = PATIENCE;
    let settings = &settings;
    let mut report = Report::default();
    machine::data_folder(settings, &mut report);
    machine::files(settings, &mut report).await;
    machine::mail(settings, &mut report);
    machine::payments(settings, &mut report);
    if database::migrations(settings, &mut report).await
        && let Some(store) = database::connection(settings, &mut report).await
    {
        database::deliveries(&store, &mut report).await;
        // Nothing is lost when the connections end with the process.
        let _ends_anyway = store.close().await;
    }
    report
}
