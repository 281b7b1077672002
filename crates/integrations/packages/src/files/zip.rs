//! A zip archive.

use super::{Files, name};
use crate::error::{Excess, PackageError, within};
use std::{fs::File, io::BufReader};
use zip::{CompressionMethod, ZipArchive, result::ZipError};

/// The part of a Unix mode that says what an entry is, and what files and folders have there.
const KIND: u32 = 0o170_000;
const FILE: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;
const SYMBOLIC_LINK: u32 = 0o120_000;

/// Takes in every entry. Files that need not be understood are not unpacked at all.
pub(super) fn read(file: File, size: u64, files: &mut Files) -> Result<(), PackageError> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    within(archive.len(), Excess::Entries, files.limits.entries, &files.name)?;
    if archive.has_duplicate_names() {
        return Err(PackageError::Duplicate(files.name.clone()));
    }
    if archive.has_overlapping_entries().map_err(damaged)? {
        return Err(PackageError::Overlap);
    }
    let most = size
        .saturating_mul(files.limits.ratio)
        .max(files.limits.ratio_from);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        let Some(inside) = name::checked(entry.name_raw(), &files.limits)? else {
            continue;
        };
        files.begin(&inside)?;
        let kind = entry
            .unix_mode()
            .map(|mode| mode & KIND)
            .filter(|kind| *kind != 0);
        match kind {
            Some(SYMBOLIC_LINK) => return Err(PackageError::Link(inside)),
            Some(FILE | FOLDER) | None => {}
            Some(_) => return Err(PackageError::Special(inside)),
        }
        if entry.is_dir() || kind == Some(FOLDER) {
            continue;
        }
        if files.has(&inside) {
            return Err(PackageError::Duplicate(inside));
        }
        if entry.encrypted()
            || !matches!(
                entry.compression(),
                CompressionMethod::Stored | CompressionMethod::Deflated
            )
        {
            return Err(PackageError::Packing(inside));
        }
        let bytes = entry.size();
        if files.total.saturating_add(bytes) > most {
            return Err(PackageError::exceeds(Excess::Ratio, files.limits.ratio, inside));
        }
        drop(entry);
        let content = archive.by_index(index).map_err(damaged)?;
        files.add(inside, bytes, content)?;
    }
    Ok(())
}

fn damaged(error: ZipError) -> PackageError {
    PackageError::Damaged(error.to_string())
}
