//! The files of a package: those that have to be understood are held in memory, of the others only name and size.

mod folder;
mod name;
mod tar;
mod zip;

use crate::{
    error::{Excess, PackageError, within},
    limits::Limits,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::Read,
    path::Path,
};

/// Extensions of files that are held in memory.
const TEXTS: &[&str] = &["gift", "htm", "html", "json", "qti", "txt", "xhtml", "xml"];

/// All files of a package, by their names in it.
#[derive(Debug)]
pub(crate) struct Files {
    limits: Limits,
    texts: BTreeMap<String, Vec<u8>>,
    others: BTreeMap<String, u64>,
    used: BTreeSet<String>,
    entries: usize,
    total: u64,
    held: u64,
    read: u64,
    visit: Option<Visit>,
    /// The name of the file or folder that was opened.
    pub(crate) name: String,
}

/// Somebody who wants contents and nothing else.
struct Visit {
    wanted: BTreeSet<String>,
    give: Box<dyn FnMut(String, Option<Vec<u8>>)>,
}

impl std::fmt::Debug for Visit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Visit({:?})", self.wanted)
    }
}

/// A text file, as somebody asks for it.
#[derive(Debug)]
pub(crate) enum Text {
    /// What is in it.
    Is(String),
    /// It is not there.
    Missing,
    /// It is in an old encoding.
    NotUtf8,
}

impl Files {
    /// Opens an archive, a folder or a single text file.
    pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Self, PackageError> {
        Self::read(path, limits, None)
    }

    /// Opens it for the contents of some files, one after the other. Nothing, for what is larger than a file may be.
    pub(crate) fn visit(
        path: &Path,
        limits: &Limits,
        wanted: BTreeSet<String>,
        give: impl FnMut(String, Option<Vec<u8>>) + 'static,
    ) -> Result<(), PackageError> {
        let visit = Visit {
            wanted,
            give: Box::new(give),
        };
        Self::read(path, limits, Some(visit)).map(drop)
    }

    fn read(path: &Path, limits: &Limits, visit: Option<Visit>) -> Result<Self, PackageError> {
        let unreadable = |source| PackageError::unreadable(path, source);
        let mut files = Self {
            limits: limits.clone(),
            texts: BTreeMap::new(),
            others: BTreeMap::new(),
            used: BTreeSet::new(),
            entries: 0,
            total: 0,
            held: 0,
            read: 0,
            visit,
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
        };
        // Whoever names the path may name a link; what is inside a package may not be one.
        let about = std::fs::metadata(path).map_err(unreadable)?;
        if about.is_dir() {
            folder::read(path, &mut files)?;
            return Ok(files);
        }
        if !about.is_file() {
            return Err(PackageError::Special(path.display().to_string()));
        }
        if about.len() > limits.archive_bytes {
            return Err(PackageError::exceeds(
                Excess::ArchiveBytes,
                limits.archive_bytes,
                files.name,
            ));
        }
        let mut file = File::open(path).map_err(unreadable)?;
        let mut magic = Vec::new();
        (&mut file).take(4).read_to_end(&mut magic).map_err(unreadable)?;
        let whole = File::open(path).map_err(unreadable)?;
        if magic.starts_with(&[0x1f, 0x8b]) {
            tar::read(whole, about.len(), &mut files)?;
        } else if magic.starts_with(b"PK") {
            zip::read(whole, about.len(), &mut files)?;
        } else {
            let name = files.name.clone();
            files.begin(&name)?;
            files.hold(name, about.len(), whole)?;
        }
        Ok(files)
    }

    /// Counts an entry before anything of it is read.
    fn begin(&mut self, name: &str) -> Result<(), PackageError> {
        self.entries += 1;
        within(self.entries, Excess::Entries, self.limits.entries, name)
    }

    /// Takes a file in: its content where that has to be understood, otherwise its size.
    fn add(&mut self, name: String, bytes: u64, content: impl Read) -> Result<(), PackageError> {
        if self.visit.is_some() {
            return self.hand_over(name, bytes, content);
        }
        let extension = name
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase());
        let is_text = extension.is_some_and(|extension| TEXTS.contains(&extension.as_str()));
        if is_text && bytes <= self.limits.text_bytes {
            return self.hold(name, bytes, content);
        }
        self.weigh(bytes, &name)?;
        self.others.insert(name, bytes);
        Ok(())
    }

    /// Counts the bytes of a file, as far as they are declared.
    fn weigh(&mut self, bytes: u64, name: &str) -> Result<(), PackageError> {
        if bytes > self.limits.entry_bytes {
            return Err(PackageError::exceeds(
                Excess::EntryBytes,
                self.limits.entry_bytes,
                name,
            ));
        }
        self.total = self.total.saturating_add(bytes);
        if self.total > self.limits.total_bytes {
            return Err(PackageError::exceeds(
                Excess::TotalBytes,
                self.limits.total_bytes,
                name,
            ));
        }
        Ok(())
    }

    /// Gives the content of a file that is wanted. Its declared size is a claim here as well.
    fn hand_over(&mut self, name: String, bytes: u64, content: impl Read) -> Result<(), PackageError> {
        self.weigh(bytes, &name)?;
        let most = self.limits.file_bytes;
        if let Some(visit) = &mut self.visit
            && visit.wanted.contains(&name)
        {
            let mut held = Vec::new();
            content
                .take(u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1))
                .read_to_end(&mut held)
                .map_err(|error| PackageError::Damaged(format!("{name}: {error}")))?;
            (visit.give)(name.clone(), Some(held).filter(|held| held.len() <= most));
        }
        self.others.insert(name, bytes);
        Ok(())
    }

    /// Holds a text. Its declared size is a claim; what is read is counted.
    fn hold(&mut self, name: String, bytes: u64, content: impl Read) -> Result<(), PackageError> {
        self.weigh(bytes, &name)?;
        let mut text = Vec::new();
        content
            .take(self.limits.text_bytes.saturating_add(1))
            .read_to_end(&mut text)
            .map_err(|error| PackageError::Damaged(format!("{name}: {error}")))?;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        if length > self.limits.text_bytes {
            return Err(PackageError::exceeds(
                Excess::TextBytes,
                self.limits.text_bytes,
                name,
            ));
        }
        if length != bytes {
            return Err(PackageError::Damaged(format!(
                "{name} has {length} bytes and claims {bytes}"
            )));
        }
        self.held += length;
        if self.held > self.limits.texts_bytes {
            return Err(PackageError::exceeds(
                Excess::TextsBytes,
                self.limits.texts_bytes,
                name,
            ));
        }
        self.texts.insert(name, text);
        Ok(())
    }

    /// Whether there is such a file.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name) || self.others.contains_key(name)
    }

    /// Notes that a file is dealt with.
    pub(crate) fn mark(&mut self, name: &str) {
        self.used.insert(name.to_owned());
    }

    /// A text, which is dealt with thereby.
    pub(crate) fn text(&mut self, name: &str) -> Result<Text, PackageError> {
        let Some(bytes) = self.texts.get(name) else {
            if self.others.contains_key(name) {
                return Err(PackageError::exceeds(
                    Excess::TextBytes,
                    self.limits.text_bytes,
                    name,
                ));
            }
            return Ok(Text::Missing);
        };
        self.used.insert(name.to_owned());
        self.read += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.read > self.limits.read_bytes {
            return Err(PackageError::exceeds(
                Excess::ReadBytes,
                self.limits.read_bytes,
                name,
            ));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Ok(match std::str::from_utf8(bytes) {
            Ok(text) => Text::Is(text.to_owned()),
            Err(_not_utf8) => Text::NotUtf8,
        })
    }

    /// The names of all files, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let names: BTreeSet<&String> = self.texts.keys().chain(self.others.keys()).collect();
        names.into_iter().cloned().collect()
    }

    /// The names of those that nobody has dealt with, sorted.
    pub(crate) fn unused(&self) -> Vec<String> {
        let mut names = self.names();
        names.retain(|name| !self.used.contains(name));
        names
    }

    /// The folder of the package's main file, which is the one closest to the root; with a slash at its end, if it has a name.
    pub(crate) fn root(&self, main: &'static str, format: &'static str) -> Result<String, PackageError> {
        let mut found: Vec<(usize, String)> = self
            .names()
            .iter()
            .filter_map(|name| name.strip_suffix(main))
            .filter(|root| root.is_empty() || root.ends_with('/'))
            .map(|root| (root.matches('/').count(), root.to_owned()))
            .collect();
        found.sort();
        let Some((depth, root)) = found.first().cloned() else {
            return Err(PackageError::NotThis {
                expected: main,
                format,
            });
        };
        let rivals: Vec<&str> = found
            .iter()
            .filter(|(other, _)| *other == depth)
            .map(|(_, root)| root.trim_end_matches('/'))
            .collect();
        if rivals.len() > 1 {
            return Err(PackageError::Several(rivals.join(", ")));
        }
        Ok(root)
    }
}
