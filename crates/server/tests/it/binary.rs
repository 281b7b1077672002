//! Running the real binary.

use std::{
    path::Path,
    process::{Command, Output},
};

/// The binary with no settings but the given folder, in which it also runs.
pub(crate) fn volmify(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_volmify"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VOLMIFY_")) {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .env("VOLMIFY_DATA_DIR", folder.join("data"));
    command
}

/// What it printed, if it succeeded.
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What it complained about, if it failed.
pub(crate) fn fail(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    assert!(!status.success(), "{}", text(&stdout));
    text(&stderr)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
