//! What every command that works on data begins with.

use crate::config::{FileSettings, Settings};
use anyhow::Context;
use files::Files;
use identity::{Identity, IdentitySettings, PasswordCost, Passwords};
use kernel::{SystemClock, SystemRandom};
use mail::Mailer;
use migration::Migrator;
use payments::PaymentGateway;
use std::sync::Arc;
use store::{Engine, Store};
use url::Url;

/// The one TLS provider of the process. A second call changes nothing.
pub(crate) fn install_tls_provider() {
    let _already_there = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// Applies the migrations that are missing and names them. Asks first whether any are, because a role that only works
/// with the tables may not even try.
pub(crate) async fn migrate(settings: &Settings) -> anyhow::Result<Vec<String>> {
    let database = &settings.migration_database;
    let pending = store::pending_migrations::<Migrator>(database)
        .await
        .with_context(|| unreachable_database(settings))?;
    if pending.is_empty() {
        return Ok(pending);
    }
    let report = store::migrate::<Migrator>(database).await.context(
        "the migrations could not be applied; on PostgreSQL give a role that may create tables and roles \
         with --migration-database-url",
    )?;
    Ok(report.applied)
}

/// Connects to a migrated database.
pub(crate) async fn connect(settings: &Settings) -> anyhow::Result<Store> {
    Store::connect(&settings.database, Arc::new(SystemClock), Arc::new(SystemRandom))
        .await
        .with_context(|| unreachable_database(settings))
}

/// Connects, and applies missing migrations before.
pub(crate) async fn prepared_store(settings: &Settings) -> anyhow::Result<Store> {
    for step in migrate(settings).await? {
        tracing::info!(step, "migration applied");
    }
    connect(settings).await
}

/// The commands of identity, with the usual cost of passwords.
pub(crate) fn identity(store: &Store) -> anyhow::Result<Identity> {
    let passwords = Passwords::new(PasswordCost::default())?;
    Ok(Identity::new(
        store.clone(),
        passwords,
        IdentitySettings::default(),
    ))
}

/// The way out for mail.
pub(crate) fn mailer(settings: &Settings, public_url: &Url) -> anyhow::Result<Arc<dyn Mailer>> {
    mail::build(&settings.mail, public_url)
        .context("mail cannot be sent with these settings; see --smtp-url and --mail-from")
}

/// The way money moves.
pub(crate) fn payments(settings: &Settings) -> anyhow::Result<Arc<dyn PaymentGateway>> {
    payments::build(&settings.payments).context("payments cannot be made with these settings")
}

/// Where uploaded files are.
pub(crate) fn files(settings: &Settings) -> anyhow::Result<Files> {
    match &settings.files {
        FileSettings::Folder(folder) => Files::in_folder(folder).with_context(|| {
            format!(
                "files cannot be kept in {}; make the folder writable or choose another with --files-folder",
                folder.display()
            )
        }),
        FileSettings::Bucket(bucket) => {
            // A variable that is no text is none of these.
            let variables = std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
            Files::in_bucket(bucket, variables).with_context(|| {
                format!(
                    "files cannot be kept in the bucket {}; check the settings that begin with --files and the AWS variables",
                    bucket.name
                )
            })
        }
    }
}

/// The way out for messages to other systems.
pub(crate) fn webhooks(settings: &Settings) -> anyhow::Result<webhooks::Sender> {
    webhooks::Sender::new(settings.webhooks).context("webhooks cannot be sent")
}

/// In whose name mail is written, with the address that its links lead to.
pub(crate) fn brand(settings: &Settings, public_url: &Url) -> mail::Brand {
    mail::Brand {
        product_name: "Volmify".to_owned(),
        public_url: settings.app_url.clone().unwrap_or_else(|| public_url.clone()),
    }
}

fn unreachable_database(settings: &Settings) -> String {
    let database = shown(&settings.database.url);
    match Engine::of(&settings.database.url) {
        Some(Engine::Sqlite) => format!("{database} cannot be used; check that its folder can be written to"),
        Some(Engine::Postgres) | None => {
            format!("{database} cannot be used; check --database-url and that the server runs")
        }
    }
}

/// A database address without its password.
pub(crate) fn shown(url: &str) -> String {
    if Engine::of(url) == Some(Engine::Sqlite) {
        return url.to_owned();
    }
    let Ok(mut parsed) = Url::parse(url) else {
        return "the database".to_owned();
    };
    // Neither can fail on an address with a host, and one without a host has no password.
    let _no_host = parsed.set_password(None);
    parsed.set_query(None);
    parsed.to_string()
}
