//! A gzipped tar archive, read once from beginning to end.

use super::{Files, name};
use crate::{
    error::{Excess, PackageError},
    limits::Limits,
};
use flate2::read::MultiGzDecoder;
use std::{
    cell::Cell,
    fs::File,
    io::{self, BufReader, Read},
    rc::Rc,
};
use tar::Archive;

/// The largest extended header that is read.
const HEADER: u64 = 64 * 1024;

/// Takes in every entry. All of the archive is unpacked in passing, because nothing else tells its size.
pub(super) fn read(file: File, size: u64, files: &mut Files) -> Result<(), PackageError> {
    let excess = Rc::new(Cell::new(None));
    let metered = Metered {
        inner: MultiGzDecoder::new(BufReader::new(file)),
        read: 0,
        most: Most::of(&files.limits, size),
        excess: Rc::clone(&excess),
    };
    let ended = entries(metered, files);
    match excess.get() {
        // The tar reader only sees a failed read; what it was is noted aside.
        Some((what, allowed)) => Err(PackageError::exceeds(what, allowed, files.name.clone())),
        None => ended,
    }
}

fn entries(metered: Metered<impl Read>, files: &mut Files) -> Result<(), PackageError> {
    let mut archive = Archive::new(metered);
    // A longer name that belongs to the entry after it.
    let mut longer: Option<Vec<u8>> = None;
    // Raw, because otherwise names of any length are read into memory.
    for entry in archive.entries().map_err(damaged)?.raw(true) {
        let mut entry = entry.map_err(damaged)?;
        let kind = entry.header().entry_type();
        if kind.is_gnu_longname() {
            let most = u64::try_from(files.limits.name_bytes).unwrap_or(u64::MAX);
            let raw = content(&mut entry, most.saturating_add(1), Excess::NameBytes)?;
            longer = Some(raw.strip_suffix(b"\0").unwrap_or(&raw).to_vec());
            continue;
        }
        if kind.is_pax_local_extensions() {
            let records = content(&mut entry, HEADER, Excess::NameBytes)?;
            longer = path_record(&records).or(longer);
            continue;
        }
        // Says something about all entries; archives of git begin with one.
        if kind.is_pax_global_extensions() {
            continue;
        }
        let raw = match longer.take() {
            Some(name) => name,
            None => entry.path_bytes().into_owned(),
        };
        let inside = name::checked(&raw, &files.limits)?;
        let shown = || {
            String::from_utf8_lossy(&raw)
                .chars()
                .take(200)
                .collect::<String>()
        };
        if kind.is_dir() {
            files.begin(&shown())?;
            continue;
        }
        if kind.is_symlink() || kind.is_hard_link() || kind.is_gnu_longlink() {
            return Err(PackageError::Link(shown()));
        }
        if !kind.is_file() && !kind.is_contiguous() {
            return Err(PackageError::Special(shown()));
        }
        let Some(inside) = inside else { continue };
        files.begin(&inside)?;
        if files.has(&inside) {
            return Err(PackageError::Duplicate(inside));
        }
        let bytes = entry.header().entry_size().map_err(damaged)?;
        files.add(inside, bytes, &mut entry)?;
    }
    Ok(())
}

/// The content of an entry that is small or refused.
fn content(entry: &mut impl Read, most: u64, what: Excess) -> Result<Vec<u8>, PackageError> {
    let mut content = Vec::new();
    entry
        .take(most.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(damaged)?;
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > most {
        return Err(PackageError::exceeds(what, most, "an extended header"));
    }
    Ok(content)
}

/// The name in an extended header, which is a list of `<length> <key>=<value>\n`.
fn path_record(records: &[u8]) -> Option<Vec<u8>> {
    let mut rest = records;
    let mut found = None;
    while !rest.is_empty() {
        let space = rest.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(rest.get(..space)?).ok()?.parse().ok()?;
        let record = rest.get(space + 1..length)?.strip_suffix(b"\n")?;
        if let Some(path) = record.strip_prefix(b"path=") {
            found = Some(path.to_vec());
        }
        rest = rest.get(length..)?;
    }
    found
}

fn damaged(error: io::Error) -> PackageError {
    PackageError::Damaged(error.to_string())
}

/// How much may come out of the archive, and which bound that is.
struct Most {
    total: u64,
    ratio: u64,
    of_ratio: u64,
}

impl Most {
    fn of(limits: &Limits, size: u64) -> Self {
        // Headers and padding come on top of the files: at most three blocks for each, and the end of the archive.
        let entries = u64::try_from(limits.entries).unwrap_or(u64::MAX);
        let around = entries.saturating_mul(3 * 512).saturating_add(64 * 1024);
        Self {
            total: limits.total_bytes.saturating_add(around),
            ratio: limits.ratio,
            of_ratio: size.saturating_mul(limits.ratio).max(limits.ratio_from),
        }
    }
}

/// Counts what is unpacked and stops where it becomes too much.
struct Metered<R> {
    inner: R,
    read: u64,
    most: Most,
    excess: Rc<Cell<Option<(Excess, u64)>>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read = self.read.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if self.read > self.most.of_ratio {
            self.excess.set(Some((Excess::Ratio, self.most.ratio)));
        } else if self.read > self.most.total {
            self.excess.set(Some((Excess::TotalBytes, self.most.total)));
        } else {
            return Ok(count);
        }
        Err(io::Error::other("too much is unpacked"))
    }
}
