//! What is told about an import: a table for people, JSON for programs.

use crate::words::in_words;
use content::import::ImportedCourse;
use kernel::Problem;
use packages::CourseDraft;
use serde::Serialize;
use std::fmt::Write;

/// Every course of a package.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Whether everything was taken back.
    pub dry_run: bool,
    /// In the order of the package.
    pub courses: Vec<CourseReport>,
}

/// What became of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// There is a new course.
    Created,
    /// The course of an earlier import is as the package says now.
    Replaced,
    /// It was imported before.
    Unchanged,
    /// Nothing of it was imported.
    Refused,
}

/// One course.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CourseReport {
    /// Its identity in the package.
    pub key: String,
    /// Its title in the package.
    pub title: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was refused.
    pub problems: Vec<String>,
    /// The course, unless it was refused.
    pub course_id: Option<String>,
    /// Its name in addresses.
    pub slug: Option<String>,
    /// Chapters.
    pub chapters: usize,
    /// Lessons.
    pub lessons: usize,
    /// Quizzes.
    pub quizzes: usize,
    /// Questions.
    pub questions: usize,
    /// Videos.
    pub videos: usize,
    /// Files that lessons show, link or offer.
    pub attachments: usize,
    /// Everything that is not imported.
    pub skipped: Vec<SkippedPart>,
    /// The same, counted by what it is and why.
    #[serde(skip)]
    summary: Vec<(usize, String)>,
}

/// Something that is not imported.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SkippedPart {
    /// What it is.
    pub what: String,
    /// Where in the package.
    pub place: String,
    /// Why.
    pub reason: String,
}

impl CourseReport {
    pub(super) fn imported(draft: &CourseDraft, imported: &ImportedCourse) -> Self {
        Self {
            course_id: Some(imported.course.id.to_string()),
            slug: Some(imported.course.slug.clone()),
            ..Self::of(draft, imported.outcome.into())
        }
    }

    pub(super) fn refused(draft: &CourseDraft, problems: &[Problem]) -> Self {
        Self {
            problems: problems.iter().map(in_words).collect(),
            ..Self::of(draft, Outcome::Refused)
        }
    }

    fn of(draft: &CourseDraft, outcome: Outcome) -> Self {
        let counts = draft.counts();
        let skipped = draft.skipped.iter().map(|skipped| SkippedPart {
            what: skipped.what.to_string(),
            place: skipped.place.clone(),
            reason: skipped.reason.to_string(),
        });
        let summary = draft.skipped_by_reason();
        Self {
            key: draft.key.clone(),
            title: draft.title.clone(),
            outcome,
            problems: Vec::new(),
            course_id: None,
            slug: None,
            chapters: counts.chapters,
            lessons: counts.lessons,
            quizzes: counts.quizzes,
            questions: counts.questions,
            videos: counts.videos,
            attachments: counts.attachments,
            skipped: skipped.collect(),
            summary: summary
                .into_iter()
                .map(|((what, reason), count)| (count, format!("{what}: {reason}")))
                .collect(),
        }
    }
}

/// The heads of the table's columns.
const HEADS: [&str; 9] = [
    "",
    "chapters",
    "lessons",
    "quizzes",
    "questions",
    "videos",
    "files",
    "skipped",
    "course",
];

impl ImportReport {
    /// Whether a course was refused.
    pub fn has_failed(&self) -> bool {
        self.courses
            .iter()
            .any(|course| course.outcome == Outcome::Refused)
    }

    /// A table with a line for each course, and below it what is not imported and why.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        if self.dry_run {
            text += "dry run: everything was taken back\n";
        }
        let mut cells = HEADS.iter();
        line(&mut text, cells.next(), cells);
        for course in &self.courses {
            let outcome = match course.outcome {
                Outcome::Created => "created",
                Outcome::Replaced => "replaced",
                Outcome::Unchanged => "unchanged",
                Outcome::Refused => "refused",
            };
            let numbers = [
                course.chapters,
                course.lessons,
                course.quizzes,
                course.questions,
                course.videos,
                course.attachments,
                course.skipped.len(),
            ];
            let name = match &course.slug {
                Some(slug) => format!("{} ({slug})", course.title),
                None => course.title.clone(),
            };
            let cells: Vec<String> = numbers.iter().map(ToString::to_string).chain([name]).collect();
            line(&mut text, Some(outcome), cells.iter());
        }
        for course in &self.courses {
            if course.problems.is_empty() && course.summary.is_empty() {
                continue;
            }
            let _infallible = writeln!(text, "\n{}", course.title);
            for problem in &course.problems {
                let _infallible = writeln!(text, "  refused: {problem}");
            }
            for (count, reason) in &course.summary {
                let _infallible = writeln!(text, "  skipped {count} × {reason}");
            }
        }
        text
    }
}

/// A line of the table: a word, numbers, and a name that may be of any length.
fn line<C: AsRef<str>>(
    text: &mut String,
    first: Option<impl AsRef<str>>,
    cells: impl ExactSizeIterator<Item = C>,
) {
    let first = first.map(|first| first.as_ref().to_owned()).unwrap_or_default();
    let _infallible = write!(text, "{first:<9}");
    let last = cells.len();
    for (number, cell) in (1..).zip(cells) {
        let _infallible = if number == last {
            writeln!(text, "  {}", cell.as_ref())
        } else {
            write!(text, "  {:>9}", cell.as_ref())
        };
    }
}
