//! `volmify seed`.

use super::print;
use crate::{
    config::Settings,
    seed::{self, Seed, scale::Size},
    setup,
};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use rust_decimal::Decimal;
use std::{fmt::Write, io::IsTerminal, path::Path};

/// What to add: a file, or the demo.
pub(super) fn choose(file: Option<&Path>, asks_for_demo: bool) -> anyhow::Result<Seed> {
    let Some(path) = file else {
        anyhow::ensure!(
            asks_for_demo,
            "say what to add: `volmify seed --demo`, or `volmify seed --file seed.json`"
        );
        return seed::demo();
    };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read; check --file", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no seed", path.display()))
}

/// Adds it, and says what there is now.
pub(super) async fn seed(settings: &Settings, what: Seed, json: bool) -> anyhow::Result<()> {
    let store = setup::prepared_store(settings).await?;
    let identity = setup::identity(&store)?;
    let bar = bar()?;
    let mut report = Box::pin(seed::plant(&store, &identity, &what, &bar)).await?;
    bar.finish_and_clear();
    if json {
        Box::pin(seed::sign_in_all(&identity, &what, &mut report)).await?;
        print(&format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    } else {
        let mut text = format!("{} users\n", report.users.len());
        for (slug, people) in &report.organizations {
            let _infallible = writeln!(
                text,
                "{slug}: {} members, {} of them employees",
                people.members.len(),
                people.employees.len()
            );
        }
        print(&text)?;
    }
    store.close().await?;
    Ok(())
}

/// Fills an empty database with made-up rows.
pub(super) async fn scale(settings: &Settings, scale: Decimal) -> anyhow::Result<()> {
    let size = Size::of_scale(scale)?;
    let store = setup::prepared_store(settings).await?;
    let bar = bar()?;
    Box::pin(seed::scale::grow(&store, size, &bar)).await?;
    bar.finish_and_clear();
    print(&format!(
        "{} organizations and {} users; everybody's password is \"{}\"\n",
        size.organizations(),
        size.users(),
        seed::scale::PASSWORD
    ))?;
    store.close().await?;
    Ok(())
}

/// A bar on standard error, where that is a terminal.
fn bar() -> anyhow::Result<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    Ok(ProgressBar::no_length().with_style(style))
}
