//! Importing packages on the command line: who acts, one transaction per course, and what is told about it.

mod author;
mod report;

pub use author::Author;
pub use report::{CourseReport, ImportReport, Outcome, SkippedPart};

use anyhow::Context;
use content::import::{ImportOutcome, ImportedCourse, KeptFiles, files_to_keep, import_course, keep_files};
use files::Files;
use indicatif::ProgressBar;
use packages::{CourseDraft, Package, Source};
use std::sync::Arc;
use store::{Failure, Store};

/// Imports each course by itself: one that is refused leaves nothing behind and does not keep the others away.
///
/// A rehearsal does the same and takes it back; it stores no bytes.
pub async fn run(
    store: &Store,
    files: &Files,
    author: &Author,
    package: Package,
    is_rehearsal: bool,
    bar: &ProgressBar,
) -> anyhow::Result<ImportReport> {
    let desk = Desk {
        store,
        author,
        files: (!is_rehearsal).then_some(files),
        source: &package.source,
        bar,
    };
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
        let outcome = Box::pin(desk.one(&draft)).await?;
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

/// What an import needs.
struct Desk<'a> {
    store: &'a Store,
    author: &'a Author,
    /// Where bytes are stored; none in a rehearsal.
    files: Option<&'a Files>,
    source: &'a Source,
    bar: &'a ProgressBar,
}

impl Desk<'_> {
    /// The bytes of the files that are not here yet, then the course.
    async fn one(&self, draft: &Arc<CourseDraft>) -> anyhow::Result<Result<ImportedCourse, Failure>> {
        let Some(files) = self.files else {
            let kept = KeptFiles::rehearsed(self.store, draft);
            return Ok(Box::pin(self.write(draft, &Arc::new(kept), true)).await);
        };
        let asked = self
            .store
            .rehearse_in(self.author.actor(), None, self.author.target(), |tx| {
                let draft = Arc::clone(draft);
                Box::pin(async move { files_to_keep(tx, &draft).await })
            });
        let wanted = match asked.await {
            Ok(wanted) => wanted,
            Err(failure) => return Ok(Err(failure)),
        };
        let kept = keep_files(self.store, files, self.source, &wanted)
            .await
            .with_context(|| format!("the files of {} were not stored", draft.title))?;
        let kept = Arc::new(kept);
        let done = Box::pin(self.write(draft, &kept, false)).await;
        if !matches!(&done, Ok(imported) if imported.outcome.has_written()) {
            kept.forget(files).await;
        }
        Ok(done)
    }

    async fn write(
        &self,
        draft: &Arc<CourseDraft>,
        kept: &Arc<KeptFiles>,
        is_rehearsal: bool,
    ) -> Result<ImportedCourse, Failure> {
        let (actor, target) = (self.author.actor(), self.author.target());
        // The work may begin anew, so each beginning gets its own share of the draft and of the bar.
        let shares = || (Arc::clone(draft), Arc::clone(kept), self.bar.clone());
        if is_rehearsal {
            let rehearsed = self.store.rehearse_in(actor, None, target, |tx| {
                let (draft, kept, bar) = shares();
                Box::pin(async move { import_course(tx, &draft, &kept, &told(&bar)).await })
            });
            rehearsed.await
        } else {
            let written = self.store.write_in(actor, None, target, |tx| {
                let (draft, kept, bar) = shares();
                Box::pin(async move { import_course(tx, &draft, &kept, &told(&bar)).await })
            });
            written.await
        }
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
