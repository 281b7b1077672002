//! Log lines on standard error; standard output belongs to what a command was asked for.

use crate::config::{LogFormat, Settings};
use anyhow::Context;
use std::io::IsTerminal;
use tracing::{Level, Metadata};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt, filter_fn},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Starts logging as the settings say.
pub(crate) fn start(settings: &Settings) -> anyhow::Result<()> {
    let wanted = EnvFilter::try_new(&settings.log).with_context(|| {
        format!(
            "`{}` is no log filter; write --log info,store=debug",
            settings.log
        )
    })?;
    let filter = wanted.and(filter_fn(keeps_secrets));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let lines = match settings.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().with_filter(filter).boxed(),
    };
    tracing_subscriber::registry()
        .with(lines)
        .try_init()
        .context("logging was started twice")
}

/// The SMTP client writes credentials into its finer lines, whatever filter somebody asks for.
fn keeps_secrets(line: &Metadata<'_>) -> bool {
    !line.target().starts_with("lettre") || *line.level() <= Level::INFO
}
