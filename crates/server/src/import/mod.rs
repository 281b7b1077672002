//! Importing packages on the command line: who acts, one transaction per course, and what is told about it.

mod author;
mod report;

pub use author::Author;
pub use report::{CourseReport, ImportReport, Outcome, SkippedPart};

use anyhow::Context;
use content::import::{ImportOutcome, ImportedCourse, import_course};
use indicatif::ProgressBar;
use packages::{CourseDraft, Package};
use std::sync::Arc;
use store::{Failure, Store};

/// Imports each course by itself: one that is refused leaves nothing behind and does not keep the others away.
///
/// A rehearsal does the same and takes it back.
pub async fn run(
    store: &Store,
    author: &Author,
    package: Package,
    is_rehearsal: bool,
    bar: &ProgressBar,
) -> anyhow::Result<ImportReport> {
    let mut report = ImportReport {
        dry_run: is_rehearsal,
        courses: Vec::new(),
    };
    for draft in package.courses {
        let counts = draft.counts();
        let steps = counts.lessons + counts.questions;
        bar.set_length(u64::try_from(steps).unwrap_or(u64::MAX));
        bar.set_position(0);
        bar.set_message(draft.title.clone());
        let draft = Arc::new(draft);
        let outcome = Box::pin(one(store, author, &draft, is_rehearsal, bar)).await;
        let course = match outcome {
            Ok(imported) => CourseReport::imported(&draft, &imported),
            Err(Failure::Refused(problems)) => CourseReport::refused(&draft, &problems),
            // Whoever may not do this may not do it for the next course either.
            Err(failure) => return Err(author.explain(failure)).context(draft.title.clone()),
        };
        report.courses.push(course);
    }
    Ok(report)
}

async fn one(
    store: &Store,
    author: &Author,
    draft: &Arc<CourseDraft>,
    is_rehearsal: bool,
    bar: &ProgressBar,
) -> Result<ImportedCourse, Failure> {
    // The work may begin anew, so each beginning gets its own share of the draft and of the bar.
    let shares = || (Arc::clone(draft), bar.clone());
    if is_rehearsal {
        store
            .rehearse_in(author.actor(), None, author.target(), |tx| {
                let (draft, bar) = shares();
                Box::pin(async move { import_course(tx, &draft, &told(&bar)).await })
            })
            .await
    } else {
        store
            .write_in(author.actor(), None, author.target(), |tx| {
                let (draft, bar) = shares();
                Box::pin(async move { import_course(tx, &draft, &told(&bar)).await })
            })
            .await
    }
}

/// Moves the bar.
fn told(bar: &ProgressBar) -> impl Fn(usize) + Send + Sync {
    move |done| bar.set_position(u64::try_from(done).unwrap_or(u64::MAX))
}

impl From<ImportOutcome> for Outcome {
    fn from(outcome: ImportOutcome) -> Self {
        match outcome {
            ImportOutcome::Created => Self::Created,
            ImportOutcome::Replaced => Self::Replaced,
            ImportOutcome::Unchanged => Self::Unchanged,
        }
    }
}
