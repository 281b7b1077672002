//! Courses of other learning platforms: what their packages say, as drafts of courses.
//!
//! Three formats are read: Open edX OLX, Moodle GIFT and IMS Common Cartridge 1.x. This crate knows neither the database nor
//! who imports; it turns a file or a folder into [`CourseDraft`]s and reports, for everything that it leaves out, why.
//!
//! A package comes from outside and may be made to do harm, so nothing is ever unpacked to disk, no name in it is used as a path,
//! and every size and count is held to [`Limits`]. What goes beyond them refuses the whole package with a [`PackageError`]; what
//! is only broken or unknown is left out and listed in [`CourseDraft::skipped`].

mod cartridge;
mod draft;
mod error;
mod files;
mod fingerprint;
mod gift;
mod limits;
mod olx;
mod question;
mod text;
mod xml;

pub use draft::{
    Attachment, ChapterDraft, Counts, CourseDraft, Format, LessonDraft, LessonKind, OptionDraft, Package,
    QuestionDraft, QuestionKind, QuizDraft, Reason, Skipped, Subject,
};
pub use error::{Excess, PackageError};
pub use limits::Limits;

use files::Files;
use std::path::Path;

/// Reads a package: an archive (`.tar.gz`, `.zip`, `.imscc`), a folder, or for GIFT a text file.
///
/// The same package always gives the same drafts.
pub fn read(format: Format, path: &Path, limits: &Limits) -> Result<Package, PackageError> {
    let mut files = Files::open(path, limits)?;
    let courses = match format {
        Format::Olx => vec![olx::read(&mut files, limits)?],
        Format::Gift => gift::read(&mut files, limits)?,
        Format::CommonCartridge => vec![cartridge::read(&mut files, limits)?],
    };
    Ok(Package { courses })
}
