//! Why a package is refused.

use std::fmt;

/// Which bound of [`Limits`](crate::Limits) a package goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// `archive_bytes`
    ArchiveBytes,
    /// `entries`
    Entries,
    /// `entry_bytes`
    EntryBytes,
    /// `total_bytes`
    TotalBytes,
    /// `ratio`
    Ratio,
    /// `name_bytes`
    NameBytes,
    /// `folders`
    Folders,
    /// `text_bytes`
    TextBytes,
    /// `texts_bytes`
    TextsBytes,
    /// `read_bytes`
    ReadBytes,
    /// `xml_depth`
    XmlDepth,
    /// `xml_nodes`
    XmlNodes,
    /// `xml_attributes`
    XmlAttributes,
    /// `xml_attribute_bytes`
    XmlAttributeBytes,
    /// `courses`
    Courses,
    /// `chapters`
    Chapters,
    /// `lessons`
    Lessons,
    /// `lessons_of_chapter`
    LessonsOfChapter,
    /// `components`
    Components,
    /// `nesting`
    Nesting,
    /// `questions`
    Questions,
    /// `options`
    Options,
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ArchiveBytes => "bytes",
            Self::Entries => "files and folders",
            Self::EntryBytes => "bytes in one file",
            Self::TotalBytes => "bytes when unpacked",
            Self::Ratio => "times its size when unpacked",
            Self::NameBytes => "bytes in a file's name",
            Self::Folders => "folders inside each other",
            Self::TextBytes => "bytes in a text",
            Self::TextsBytes => "bytes in all texts",
            Self::ReadBytes => "bytes of text, counting what is referred to repeatedly",
            Self::XmlDepth => "XML elements inside each other",
            Self::XmlNodes => "XML elements and texts",
            Self::XmlAttributes => "attributes of an XML element",
            Self::XmlAttributeBytes => "bytes in an XML attribute",
            Self::Courses => "courses",
            Self::Chapters => "chapters",
            Self::Lessons => "lessons",
            Self::LessonsOfChapter => "lessons in a chapter",
            Self::Components => "components",
            Self::Nesting => "components inside each other",
            Self::Questions => "questions in a quiz",
            Self::Options => "options of a question",
        })
    }
}

/// Why nothing of a package is imported. Every message says where, and what to do where something can be done.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// The file or folder cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The archive is damaged, or no archive.
    #[error("the archive is damaged: {0}; export the course again")]
    Damaged(String),
    /// An entry is encrypted or compressed in a way that is not read.
    #[error(
        "{0} is encrypted or compressed in a way that is not read; pack the files again as an ordinary zip"
    )]
    Packing(String),
    /// More of something than the limits allow.
    #[error("{place}: more than {allowed} {what}")]
    Exceeds {
        /// Which bound.
        what: Excess,
        /// What would be allowed.
        allowed: u64,
        /// Where it was noticed.
        place: String,
    },
    /// A name that leads out of the package.
    #[error("{0:?} leads out of the package")]
    Traversal(String),
    /// A name that starts at the root of a file system.
    #[error("{0:?} is an absolute path")]
    Absolute(String),
    /// A name with control characters, a backslash, or nothing in it.
    #[error("{0:?} is no name for a file")]
    Name(String),
    /// A name that is not UTF-8.
    #[error("{0:?} is not a name in UTF-8")]
    NameEncoding(String),
    /// The same name twice, so it depends on the reader what it means.
    #[error("{0:?} is there twice")]
    Duplicate(String),
    /// Two entries share the same bytes of the archive.
    #[error("entries of the archive overlap")]
    Overlap,
    /// A symbolic or hard link.
    #[error("{0:?} is a link")]
    Link(String),
    /// A device, a pipe, a socket, a sparse file.
    #[error("{0:?} is neither a file nor a folder")]
    Special(String),
    /// A document declares entities.
    #[error("{0} declares XML entities")]
    Entities(String),
    /// What every package of the format contains is not there.
    #[error("{expected} is not in it, so it is no {format} package")]
    NotThis {
        /// The file that makes it one.
        expected: &'static str,
        /// The format.
        format: &'static str,
    },
    /// Several packages in one folder.
    #[error("it contains several packages: {0}; import them one by one")]
    Several(String),
    /// The document that leads to everything else cannot be understood.
    #[error("{place}: {reason}")]
    Malformed {
        /// Which document.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl PackageError {
    pub(crate) fn exceeds(what: Excess, allowed: impl TryInto<u64>, place: impl Into<String>) -> Self {
        Self::Exceeds {
            what,
            allowed: allowed.try_into().unwrap_or(u64::MAX),
            place: place.into(),
        }
    }

    pub(crate) fn unreadable(path: &std::path::Path, source: std::io::Error) -> Self {
        Self::Unreadable {
            path: path.display().to_string(),
            source,
        }
    }
}

/// Counts one more and says whether that is still within the bound.
pub(crate) fn within(count: usize, what: Excess, allowed: usize, place: &str) -> Result<(), PackageError> {
    if count > allowed {
        return Err(PackageError::exceeds(what, allowed, place));
    }
    Ok(())
}
