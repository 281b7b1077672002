//! An unpacked package.

use super::{Files, name};
use crate::error::PackageError;
use std::{fs, io, os::unix::ffi::OsStrExt, path::Path};

/// Takes in every file below a folder, in the order of their names. Links are refused: they may lead anywhere.
pub(super) fn read(root: &Path, files: &mut Files) -> Result<(), PackageError> {
    // Names of folders that are still to be looked into, relative to the root.
    let mut waiting = vec![String::new()];
    while let Some(folder) = waiting.pop() {
        let path = root.join(&folder);
        let unreadable = |source: io::Error| PackageError::unreadable(&path, source);
        for entry in fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let mut raw = folder.clone().into_bytes();
            raw.extend_from_slice(entry.file_name().as_bytes());
            let Some(inside) = name::checked(&raw, &files.limits)? else {
                continue;
            };
            files.begin(&inside)?;
            // Does not follow links.
            let about = entry.metadata().map_err(unreadable)?;
            if about.is_symlink() {
                return Err(PackageError::Link(inside));
            } else if about.is_dir() {
                waiting.push(format!("{inside}/"));
            } else if about.is_file() {
                let content = fs::File::open(entry.path()).map_err(unreadable)?;
                files.add(inside, about.len(), content)?;
            } else {
                return Err(PackageError::Special(inside));
            }
        }
    }
    Ok(())
}
