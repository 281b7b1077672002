//! `volmify schema`.

use super::print;
use std::process::ExitCode;

/// Prints the GraphQL schema. Nothing else is touched, not even the settings.
pub(super) fn print_schema() -> anyhow::Result<ExitCode> {
    let sdl = crate::serve::sdl();
    print(&format!("{}\n", sdl.trim_end()))?;
    Ok(ExitCode::SUCCESS)
}
