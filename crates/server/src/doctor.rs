//! Checks what the server needs, and says what to do about what is missing.

use crate::{config::Settings, setup};
use entities::delivery::{self, DeliveryStatus};
use migration::Migrator;
use sea_orm::ColumnTrait;
use serde::Serialize;
use std::{fmt::Write, time::Duration};
use store::{CrossOrganization, Engine, Store, StoreError};

/// How long a database may take to let the doctor in.
const PATIENCE: Duration = Duration::from_secs(3);

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it.
    Warn,
    /// It does not work.
    Fail,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What to do, where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// Everything that was looked at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// In the order in which things depend on each other.
    pub checks: Vec<Check>,
}

impl Report {
    fn add(&mut self, name: &'static str, verdict: Verdict, found: impl Into<String>, advice: Option<&str>) {
        self.checks.push(Check {
            name,
            verdict,
            found: found.into(),
            advice: advice.map(ToOwned::to_owned),
        });
    }

    /// Whether something does not work.
    pub fn has_failed(&self) -> bool {
        self.checks.iter().any(|check| check.verdict == Verdict::Fail)
    }

    /// One line per check, and one more for each piece of advice.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for check in &self.checks {
            let verdict = match check.verdict {
                Verdict::Ok => "ok  ",
                Verdict::Warn => "warn",
                Verdict::Fail => "FAIL",
            };
            let _infallible = writeln!(text, "{verdict}  {:<11} {}", check.name, check.found);
            if let Some(advice) = &check.advice {
                let _infallible = writeln!(text, "      {:<11} → {advice}", "");
            }
        }
        text
    }

    /// The same for machines.
    pub fn to_json(&self) -> anyhow::Result<String> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }
}

/// Looks at everything. What depends on something that fails is left out.
pub async fn examine(settings: &Settings) -> Report {
    let mut settings = settings.clone();
    settings.database.acquire_timeout = PATIENCE;
    settings.migration_database.acquire_timeout = PATIENCE;
    let settings = &settings;
    let mut report = Report::default();
    data_folder(settings, &mut report);
    mail(settings, &mut report);
    if migrations(settings, &mut report).await
        && let Some(store) = database(settings, &mut report).await
    {
        deliveries(&store, &mut report).await;
        // Nothing is lost when the connections end with the process.
        let _ends_anyway = store.close().await;
    }
    report
}

fn data_folder(settings: &Settings, report: &mut Report) {
    let folder = &settings.data_dir;
    let probe = folder.join(".volmify-doctor");
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe));
    let folder = folder.display();
    match written {
        Ok(()) => report.add("data", Verdict::Ok, format!("{folder} can be written to"), None),
        Err(error) => report.add(
            "data",
            Verdict::Fail,
            format!("{folder} cannot be written to: {error}"),
            Some("make the folder writable, or choose another with --data-dir"),
        ),
    }
}

fn mail(settings: &Settings, report: &mut Report) {
    let built = settings
        .public_url_at(settings.listen)
        .and_then(|url| setup::mailer(settings, &url));
    match built {
        Ok(mailer) if settings.mail.smtp_url.is_none() => report.add(
            "mail",
            Verdict::Warn,
            format!("{}: nobody receives it", mailer.describe()),
            Some("for real mail set --smtp-url and --mail-from"),
        ),
        Ok(mailer) => report.add("mail", Verdict::Ok, mailer.describe(), None),
        Err(error) => report.add(
            "mail",
            Verdict::Fail,
            format!("{error:#}"),
            Some("correct --smtp-url and --mail-from"),
        ),
    }
}

/// Whether the tables are there.
async fn migrations(settings: &Settings, report: &mut Report) -> bool {
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

async fn database(settings: &Settings, report: &mut Report) -> Option<Store> {
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

async fn deliveries(store: &Store, report: &mut Report) {
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
        StoreError::Unique(_) => error.to_string(),
    }
}
