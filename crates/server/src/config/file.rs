//! The settings file.

use super::Options;
use anyhow::{Context, anyhow};
use std::path::Path;

/// The file that is read when it lies in the working directory and none is named.
const USUAL: &str = "volmify.toml";

impl Options {
    /// The settings of the named file, or of `volmify.toml` if there is one, or none.
    pub fn from_file(named: Option<&Path>) -> anyhow::Result<Self> {
        let path = match named {
            Some(path) => path,
            None if Path::new(USUAL).exists() => Path::new(USUAL),
            None => return Ok(Self::default()),
        };
        let text = std::fs::read_to_string(path).with_context(|| {
            format!(
                "the settings file {} cannot be read; check --config",
                path.display()
            )
        })?;
        Self::from_toml(&text)
            .with_context(|| format!("correct or remove this setting in {}", path.display()))
    }

    /// The settings in a text. The message names the key and its line; the line itself may hold a password.
    pub fn from_toml(text: &str) -> anyhow::Result<Self> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            let key = text
                .lines()
                .nth(line - 1)
                .and_then(|line| line.split_once('='))
                .map_or("?", |(key, _)| key.trim());
            anyhow!("line {line}, `{key}`: {}", error.message())
        })
    }
}
