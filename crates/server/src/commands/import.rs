//! `volmify import`.

use super::print;
use crate::{
    cli::{Import, ImportFormat},
    config::Settings,
    import::{self, Author},
    setup,
};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use packages::{Format, Limits};
use std::{io::IsTerminal, process::ExitCode};

/// Imports every course of a package. Fails when one of them is refused; the others are imported all the same.
pub(super) async fn import(settings: &Settings, what: Import) -> anyhow::Result<ExitCode> {
    let Import {
        format,
        path,
        organization,
        author,
        dry_run,
        json,
    } = what;
    let format = match format {
        ImportFormat::Olx => Format::Olx,
        ImportFormat::Gift => Format::Gift,
        ImportFormat::CommonCartridge => Format::CommonCartridge,
    };
    // Before the database is touched: most mistakes are in the path.
    let limits = Limits {
        file_bytes: settings.limits.max_attachment_bytes,
        ..Limits::default()
    };
    let named = path.display().to_string();
    let read = tokio::task::spawn_blocking(move || packages::read(format, &path, &limits));
    let package = read
        .await?
        .with_context(|| format!("nothing was imported from {named}"))?;

    let store = setup::prepared_store(settings).await?;
    let files = setup::files(settings)?;
    let author = match author {
        Some(email) => Author::find(&store, &organization, &email).await?,
        None => Author::owner(&store, &organization).await?,
    };
    let bar = bar()?;
    let report = Box::pin(import::run(&store, &files, &author, package, dry_run, &bar)).await?;
    bar.finish_and_clear();
    store.close().await?;
    print(&if json {
        format!("{}\n", serde_json::to_string_pretty(&report)?)
    } else {
        report.to_text()
    })?;
    Ok(if report.has_failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// A bar on standard error, where that is a terminal.
fn bar() -> anyhow::Result<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    Ok(ProgressBar::no_length().with_style(style))
}
