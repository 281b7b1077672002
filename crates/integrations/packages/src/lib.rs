//! Courses of other learning platforms: what their packages say, as drafts of courses.
//!
//! Three formats are read: Open edX OLX, Moodle GIFT and IMS Common Cartridge 1.x. This crate knows neither the database nor
//! who imports; it turns a file or a folder into [`CourseDraft`]s and reports, for everything that it leaves out, why.
//!
//! Files that lessons show or link come with them. Each is looked at like an upload, so what could run is left out.
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
mod settle;
mod text;
mod uses;
mod xml;

pub use draft::{
    ChapterDraft, Counts, CourseDraft, FileDraft, FileUse, Format, LessonDraft, LessonKind, OptionDraft,
    Package, QuestionDraft, QuestionKind, QuizDraft, Reason, Skipped, Source, Subject,
};
pub use error::{Excess, PackageError};
pub use limits::Limits;

use crate::files::Files;
use std::path::Path;

/// Reads a package: an archive (`.tar.gz`, `.zip`, `.imscc`), a folder, or for GIFT a text file.
///
/// The same package always gives the same drafts. Files for learners are looked at and not held; [`Source::contents`] gives them.
pub fn read(format: Format, path: &Path, limits: &Limits) -> Result<Package, PackageError> {
    let mut files = Files::open(path, limits)?;
    let mut courses = match format {
        Format::Olx => vec![olx::read(&mut files, limits)?],
        Format::Gift => gift::read(&mut files, limits)?,
        Format::CommonCartridge => vec![cartridge::read(&mut files, limits)?],
    };
    let source = Source {
        path: path.to_owned(),
        limits: limits.clone(),
    };
    for course in &mut courses {
        settle::settle(course, &source)?;
    }
    Ok(Package { courses, source })
}
