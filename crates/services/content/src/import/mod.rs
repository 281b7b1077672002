//! Courses of other platforms become drafts here.
//!
//! A course is imported in one transaction, by the commands that authors use, so the same rights are needed and the same texts
//! are sanitised. What a package says about its identity is kept: the same package again changes nothing, and a newer one
//! replaces what the first import made, as long as nobody has worked on it since.
//!
//! Files that lessons show or link become files of these lessons. Whoever imports asks first which bytes are needed
//! ([`files_to_keep`]), stores them ([`keep_files`]) and then writes the course; so no row is without bytes, and a refused course
//! has stored nothing. What a failure in between leaves behind goes with the next sweep of the file store.

mod files;
mod first;
mod keep;
mod parts;
mod record;
mod repeat;
mod state;

pub use files::files_to_keep;
pub use keep::{KeepError, KeptFiles, keep_files};

use authz::actions::CreateCourse;
use entities::{course, course_import};
use kernel::{Code, Problem};
use packages::CourseDraft;
use sea_orm::ColumnTrait;
use store::{Failure, OrgTx};

/// What became of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// There is a new course.
    Created,
    /// The course that an earlier version of the package had made is as the package says now.
    Replaced,
    /// The course was imported before from the same package.
    Unchanged,
}

impl ImportOutcome {
    /// Whether anything was written.
    pub fn has_written(self) -> bool {
        match self {
            Self::Created | Self::Replaced => true,
            Self::Unchanged => false,
        }
    }
}

/// An imported course.
#[derive(Clone, Debug)]
pub struct ImportedCourse {
    /// The course.
    pub course: course::Model,
    /// What became of the package.
    pub outcome: ImportOutcome,
}

/// Hears how many lessons and questions are written. It may hear smaller numbers again, when the transaction begins anew.
pub type Progress<'a> = &'a (dyn Fn(usize) + Send + Sync);

/// Whether the actor may import courses, before anything of a package is read.
pub fn may_import(tx: &OrgTx) -> Result<(), Failure> {
    tx.may_create::<CreateCourse>()?;
    if tx.access().employee().is_none() {
        return Err(Problem::new(Code::EmployeeRequired).into());
    }
    Ok(())
}

/// Imports a course as a draft of whoever acts. The bytes of its files are kept before, see [`files_to_keep`].
///
/// Refuses with `NOTHING_TO_IMPORT`, `IMPORT_CHANGED`, `IMPORT_UNDER_WAY`, `EMPLOYEE_REQUIRED`.
pub async fn import_course(
    tx: &OrgTx,
    draft: &CourseDraft,
    kept: &KeptFiles,
    progress: Progress<'_>,
) -> Result<ImportedCourse, Failure> {
    has_content(tx, draft)?;
    match earlier(tx, draft).await? {
        Some(record) => repeat::import(tx, draft, record, kept, progress).await,
        None => first::import(tx, draft, kept, progress).await,
    }
}

fn has_content(tx: &OrgTx, draft: &CourseDraft) -> Result<(), Failure> {
    tx.may_create::<CreateCourse>()?;
    if draft.is_empty() {
        return Err(Problem::new(Code::NothingToImport)
            .with("skipped", draft.skipped.len())
            .into());
    }
    Ok(())
}

/// The record of an import of the same package, whoever made it.
async fn earlier(tx: &OrgTx, draft: &CourseDraft) -> Result<Option<course_import::Model>, Failure> {
    let found = tx
        .find_for_rule::<course_import::Entity>()
        .filter(course_import::Column::SourceKey.eq(&draft.key));
    Ok(found.one().await?)
}
