//! A part of a course.

use crate::{
    ContentStatus, Course, DateTime, EarlyUnlock, Lesson, OrgView,
    base::{Rows, not_found},
    content::keys::{CourseById, LearnedLessonsByChapter, LessonsByChapter},
    learning::keys::OwnUnlocks,
};
use async_graphql::{Context, ID, Object, Result};
use entities::{chapter, early_unlock};
use reads::{LearnedLesson, Outline};
use std::sync::Arc;

/// A part of a course.
#[derive(Clone, Debug)]
pub struct Chapter {
    view: OrgView,
    row: Arc<chapter::Model>,
    lessons: Option<Vec<LearnedLesson>>,
}

impl Chapter {
    /// A chapter the actor may see.
    pub fn new(view: OrgView, row: impl Into<Arc<chapter::Model>>) -> Self {
        Self {
            view,
            row: row.into(),
            lessons: None,
        }
    }

    /// A chapter with its lessons.
    pub(super) fn outlined(view: OrgView, outline: Outline) -> Self {
        Self {
            view,
            row: outline.chapter,
            lessons: Some(outline.lessons),
        }
    }

    fn lesson(&self, row: LearnedLesson) -> Lesson {
        let LearnedLesson { lesson, progress } = row;
        Lesson::in_chapter(self.view.clone(), lesson, self.row.clone()).learned(progress)
    }
}

/// How the actor has opened a chapter before its date.
pub(super) async fn unlock_of_chapter(
    view: &OrgView,
    row: &chapter::Model,
) -> Result<Option<early_unlock::Model>> {
    // Only what waits for a date can have been opened before it, so the others need not be looked up.
    if row.release_at.is_none() {
        return Ok(None);
    }
    let unlocks = view.load(OwnUnlocks(row.course_id)).await?.unwrap_or_default();
    Ok(unlocks
        .into_iter()
        .find(|unlock| unlock.chapter_id == Some(row.id)))
}

/// A part of a course. Drafts are shown to authors only.
#[Object]
impl Chapter {
    /// The chapter's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The course.
    async fn course(&self) -> Result<Course> {
        let row = self.view.load(CourseById(self.row.course_id)).await?;
        row.map(|row| Course::new(self.view.clone(), row))
            .ok_or_else(|| not_found("course"))
    }
    /// The title.
    async fn title(&self) -> &str {
        &self.row.title
    }
    /// Place in the course, from 1. Drafts have places too, so learners may see gaps.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// Whether learners reach it.
    async fn status(&self) -> ContentStatus {
        self.row.status.into()
    }
    /// When it opens; null unless the status is `SCHEDULED`.
    async fn release_at(&self) -> Option<DateTime> {
        self.row.release_at.map(DateTime)
    }
    /// Whether it is open now, by the server's clock.
    async fn is_released(&self) -> Result<bool> {
        let now = self.view.request()?.store.now();
        Ok(authz::is_released(self.row.status, self.row.release_at, now))
    }
    /// What opening it before its date costs in points, with `unlockChapterEarly`; null: it cannot be.
    async fn early_unlock_points(&self) -> Option<i32> {
        self.row.early_unlock_points
    }
    /// How you have opened it before its date; null if you have not.
    async fn viewer_early_unlock(&self) -> Result<Option<EarlyUnlock>> {
        let row = unlock_of_chapter(&self.view, &self.row).await?;
        Ok(row.map(|row| EarlyUnlock::new(self.view.clone(), row)))
    }
    /// Its lessons in their order; at most 200.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn lessons(&self, ctx: &Context<'_>) -> Result<Rows<Lesson>> {
        if let Some(lessons) = &self.lessons {
            return Ok(lessons.iter().cloned().map(|row| self.lesson(row)).collect());
        }
        if ctx.look_ahead().field("viewerProgress").exists() {
            let key = LearnedLessonsByChapter(self.row.id, self.row.course_id);
            let rows = self.view.load(key).await?.unwrap_or_default().into_iter();
            return Ok(rows.map(|row| self.lesson(row)).collect());
        }
        let rows = self.view.load(LessonsByChapter(self.row.id)).await?;
        let rows = rows.unwrap_or_default().into_iter();
        Ok(rows
            .map(|row| Lesson::in_chapter(self.view.clone(), row, self.row.clone()))
            .collect())
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}
