//! What a learner has done in a lesson.

use super::keys::EnrollmentById;
use crate::{
    DateTime, Decimal, Enrollment, Lesson, OrgView,
    base::{Row, not_found},
    content::keys::LessonById,
};
use async_graphql::{ID, Object, Result, SimpleObject};
use entities::{enrollment, lesson_progress};
use reads::EnrollmentRow;
use std::sync::Arc;

/// What a learner has done in a lesson.
#[derive(Clone, Debug)]
pub struct LessonProgress {
    view: OrgView,
    row: Arc<lesson_progress::Model>,
    enrollment: Option<EnrollmentRow>,
}

impl LessonProgress {
    /// A progress the actor may see.
    pub fn new(view: OrgView, row: impl Into<Arc<lesson_progress::Model>>) -> Self {
        Self {
            view,
            row: row.into(),
            enrollment: None,
        }
    }

    /// The same progress with its enrollment as a command has left it, and whether its lessons were counted meanwhile.
    #[must_use]
    pub fn within(self, enrollment: enrollment::Model, is_counted: bool) -> Self {
        let mut row = EnrollmentRow::from(enrollment);
        if !is_counted {
            row.progress = None;
        }
        Self {
            enrollment: Some(row),
            ..self
        }
    }
}

/// A part of a video that was watched.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct WatchedSegment {
    /// The second it begins with.
    pub from: i32,
    /// The second it ends before.
    pub to: i32,
}

/// Seconds of a length in percent with one decimal, rounded down.
fn percent(seconds: i32, length: i32) -> rust_decimal::Decimal {
    let tenths = i64::from(seconds.clamp(0, length))
        .saturating_mul(1000)
        .checked_div(i64::from(length));
    rust_decimal::Decimal::new(tenths.unwrap_or_default(), 1)
}

/// What a learner has done in a lesson. It exists from the moment the lesson is first opened.
#[Object]
impl LessonProgress {
    /// The progress's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The enrollment it is part of.
    async fn enrollment(&self) -> Result<Row<Enrollment>> {
        let row = match &self.enrollment {
            Some(row) => Some(row.clone()),
            None => self.view.load(EnrollmentById(self.row.enrollment_id)).await?,
        };
        row.map(|row| Row(Enrollment::new(self.view.clone(), row)))
            .ok_or_else(|| not_found("enrollment"))
    }
    /// The lesson; null if you may not see it, such as after it was withdrawn.
    async fn lesson(&self) -> Result<Option<Lesson>> {
        let row = self.view.load(LessonById(self.row.lesson_id)).await?;
        Ok(row.map(|row| Lesson::new(self.view.clone(), row)))
    }
    /// When the lesson was first opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.row.opened_at)
    }
    /// When it was completed; null while it is not.
    async fn completed_at(&self) -> Option<DateTime> {
        self.row.completed_at.map(DateTime)
    }
    /// Whether it is completed.
    async fn is_completed(&self) -> bool {
        self.row.completed_at.is_some()
    }
    /// How many different seconds of the video were watched.
    async fn watched_seconds(&self) -> i32 {
        self.row.watched_seconds
    }
    /// How much of the video was watched, in percent with one decimal, such as `"100.0"`; null without a video.
    async fn watched_percent(&self) -> Result<Option<Decimal>> {
        let lesson = self.view.load(LessonById(self.row.lesson_id)).await?;
        let length = lesson
            .and_then(|lesson| lesson.video_seconds)
            .filter(|length| *length > 0);
        Ok(length.map(|length| Decimal(percent(self.row.watched_seconds, length))))
    }
    /// The parts of the video that were watched, in order and without overlaps.
    async fn watched_segments(&self) -> Vec<WatchedSegment> {
        let stored: Vec<(i32, i32)> = serde_json::from_value(self.row.watched.clone()).unwrap_or_default();
        stored
            .into_iter()
            .map(|(from, to)| WatchedSegment { from, to })
            .collect()
    }
}
