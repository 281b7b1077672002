//! Standard output, for what was asked for.

use anyhow::Context;
use std::io::{ErrorKind, Write};

/// Prints a text that ends its own lines. A reader that has gone away, such as `head`, is no error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written to"),
    }
}
