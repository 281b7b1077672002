//! Log lines on standard error; standard output belongs to what a command was asked for.

use crate::config::{LogFormat, Settings};
use anyhow::Context;
use std::io::IsTerminal;
use tracing::{Level, Metadata};
use tracing_subscriber::{EnvFilter, filter::filter_fn, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging as the settings say.
pub(crate) fn start(settings: &Settings) -> anyhow::Result<()> {
    let wanted = EnvFilter::try_new(&settings.log).with_context(|| {
        format!(
            "`{}` is no log filter; write --log info,store=debug",
            settings.log
        )
    })?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // Both filters hold for everything. As filters of the one layer, a library's mere question whether a line is wanted
    // would swallow the next line of its thread.
    let filtered = tracing_subscriber::registry()
        .with(wanted)
        .with(filter_fn(keeps_secrets));
    match settings.log_format {
        LogFormat::Text => filtered.with(lines).try_init(),
        LogFormat::Json => filtered.with(lines.json()).try_init(),
    }
    .context("logging was started twice")
}

/// The SMTP client writes credentials into its finer lines, whatever filter somebody asks for.
fn keeps_secrets(line: &Metadata<'_>) -> bool {
    !line.target().starts_with("lettre") || *line.level() <= Level::INFO
}
