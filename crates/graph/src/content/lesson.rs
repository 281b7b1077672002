//! What is learned in one sitting.

use super::chapter::unlock_of_chapter;
use crate::{
    Chapter, ContentStatus, Course, DateTime, EarlyUnlock, File, Html, LessonKind, LessonLock,
    LessonProgress, OrgView, Quiz,
    base::{Row, not_found},
    content::keys::{ChapterById, ContentOfLesson, CourseById, FilesByLesson, QuizzesByLesson},
    learning::keys::{OwnEnrollment, OwnProgress, OwnUnlocks},
};
use async_graphql::{ID, Object, Result};
use entities::{
    chapter, early_unlock, enrollment::EnrollmentStatus, lesson, lesson_content, lesson_progress,
};
use reads::Joined;
use std::sync::Arc;

/// What is learned in one sitting.
#[derive(Clone, Debug)]
pub struct Lesson {
    view: OrgView,
    row: lesson::Model,
    chapter: Option<Arc<chapter::Model>>,
    progress: Joined<lesson_progress::Model>,
}

impl Lesson {
    /// A lesson the actor may see.
    pub const fn new(view: OrgView, row: lesson::Model) -> Self {
        Self {
            view,
            row,
            chapter: None,
            progress: Joined::NotAsked,
        }
    }

    /// A lesson that was reached by its chapter.
    pub(crate) const fn in_chapter(view: OrgView, row: lesson::Model, chapter: Arc<chapter::Model>) -> Self {
        Self {
            view,
            row,
            chapter: Some(chapter),
            progress: Joined::NotAsked,
        }
    }

    /// The same lesson, with what the viewer has done in it.
    pub(super) fn learned(self, progress: Joined<lesson_progress::Model>) -> Self {
        Self { progress, ..self }
    }

    /// The chapter; nothing, where it is a draft that the actor does not see.
    async fn chapter_row(&self) -> Result<Option<Arc<chapter::Model>>> {
        match &self.chapter {
            Some(row) => Ok(Some(row.clone())),
            None => Ok(self
                .view
                .load(ChapterById(self.row.chapter_id))
                .await?
                .map(Arc::new)),
        }
    }

    async fn released(&self) -> Result<bool> {
        let now = self.view.request()?.store.now();
        let chapter = self.chapter_row().await?;
        Ok(authz::is_released(self.row.status, self.row.release_at, now)
            && chapter.is_some_and(|chapter| authz::is_released(chapter.status, chapter.release_at, now)))
    }

    /// How the actor has opened the lesson before its date.
    async fn unlock(&self) -> Result<Option<early_unlock::Model>> {
        // Only what waits for a date can have been opened before it, so the others need not be looked up.
        if self.row.release_at.is_none() {
            return Ok(None);
        }
        let unlocks = self.view.load(OwnUnlocks(self.row.course_id)).await?;
        let mut unlocks = unlocks.unwrap_or_default().into_iter();
        Ok(unlocks.find(|unlock| unlock.lesson_id == Some(self.row.id)))
    }

    /// Whether the actor need not wait for a date: it has come, or they have opened what waits for it.
    async fn is_open(&self) -> Result<bool> {
        let now = self.view.request()?.store.now();
        let Some(chapter) = self.chapter_row().await? else {
            return Ok(false);
        };
        Ok((authz::is_released(chapter.status, chapter.release_at, now)
            || unlock_of_chapter(&self.view, &chapter).await?.is_some())
            && (authz::is_released(self.row.status, self.row.release_at, now)
                || self.unlock().await?.is_some()))
    }

    /// Whether the viewer learns the course, so that only what it asks for can be in the way of what is released.
    async fn is_learned(&self) -> Result<bool> {
        if !self.view.access().await?.is_active_member() {
            return Ok(false);
        }
        let own = self.view.load(OwnEnrollment(self.row.course_id)).await?;
        Ok(own.is_some_and(|own| own.enrollment.status == EnrollmentStatus::Active))
    }
}

/// What is learned in one sitting. The outline is for everybody who sees the course; what the lesson teaches is in
/// `content`, for its learners once it is open, and for authors always.
#[Object]
impl Lesson {
    /// The lesson's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The course.
    async fn course(&self) -> Result<Course> {
        let row = self.view.load(CourseById(self.row.course_id)).await?;
        row.map(|row| Course::new(self.view.clone(), row))
            .ok_or_else(|| not_found("course"))
    }
    /// The chapter.
    async fn chapter(&self) -> Result<Chapter> {
        self.chapter_row()
            .await?
            .map(|row| Chapter::new(self.view.clone(), row))
            .ok_or_else(|| not_found("chapter"))
    }
    /// The title.
    async fn title(&self) -> &str {
        &self.row.title
    }
    /// One or two sentences; plain text.
    async fn summary(&self) -> Option<&str> {
        self.row.summary.as_deref()
    }
    /// What it is made of.
    async fn kind(&self) -> LessonKind {
        self.row.kind.into()
    }
    /// Place in the chapter, from 1. Drafts have places too, so learners may see gaps.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// Whether learners reach it.
    async fn status(&self) -> ContentStatus {
        self.row.status.into()
    }
    /// When it opens by its own date; null unless the status is `SCHEDULED`.
    async fn release_at(&self) -> Option<DateTime> {
        self.row.release_at.map(DateTime)
    }
    /// When lesson and chapter are both open, if a date is what they wait for: the later of their dates. Null once that
    /// moment has come, and where no date is set.
    async fn opens_at(&self) -> Result<Option<DateTime>> {
        let now = self.view.request()?.store.now();
        let chapter = self.chapter_row().await?.and_then(|chapter| chapter.release_at);
        Ok(self
            .row
            .release_at
            .max(chapter)
            .filter(|opens| *opens > now)
            .map(DateTime))
    }
    /// Whether lesson and chapter are open now, by the server's clock.
    async fn is_released(&self) -> Result<bool> {
        self.released().await
    }
    /// What opening it before its date costs in points, with `unlockLessonEarly`; null: it cannot be.
    async fn early_unlock_points(&self) -> Option<i32> {
        self.row.early_unlock_points
    }
    /// How you have opened it before its date; null if you have not. Its chapter may have been opened early as well.
    async fn viewer_early_unlock(&self) -> Result<Option<EarlyUnlock>> {
        let row = self.unlock().await?;
        Ok(row.map(|row| EarlyUnlock::new(self.view.clone(), row)))
    }
    /// Whether completing the course takes it.
    async fn is_required(&self) -> bool {
        self.row.is_required
    }
    /// Whether its content is open to everybody who sees the course.
    async fn is_preview(&self) -> bool {
        self.row.is_preview
    }
    /// Length of its video in seconds.
    async fn video_seconds(&self) -> Option<i32> {
        self.row.video_seconds
    }
    /// What it teaches; null if you may not read it now, and then `lockedReason` says why.
    async fn content(&self) -> Result<Option<LessonContent>> {
        let row = self.view.load(ContentOfLesson(self.row.id)).await?;
        Ok(row.map(|row| LessonContent { row }))
    }
    /// Files to work with, in the order they were added. Empty for whoever may not read `content` now.
    #[graphql(complexity = "5 + child_complexity")]
    async fn attachments(&self) -> Result<Vec<File>> {
        let rows = self.view.load(FilesByLesson(self.row.id)).await?;
        Ok(rows.unwrap_or_default().into_iter().map(File::new).collect())
    }
    /// Why `content` is null; null if it is not.
    async fn locked_reason(&self) -> Result<Option<LessonLock>> {
        if self.view.load(ContentOfLesson(self.row.id)).await?.is_some() {
            return Ok(None);
        }
        if !self.is_open().await? {
            return Ok(Some(LessonLock::NotReleased));
        }
        Ok(Some(if self.is_learned().await? {
            LessonLock::PrerequisitesNotMet
        } else {
            LessonLock::NotEnrolled
        }))
    }
    /// The quiz that belongs to it.
    async fn quiz(&self) -> Result<Option<Quiz>> {
        let rows = self.view.load(QuizzesByLesson(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .next()
            .map(|row| Quiz::new(self.view.clone(), row)))
    }
    /// What you have done in it; null before you first open it with `openLesson`.
    async fn viewer_progress(&self) -> Result<Option<Row<LessonProgress>>> {
        let row = self
            .progress
            .or_load(|| self.view.load(OwnProgress(self.row.id)))
            .await?;
        Ok(row.map(|row| Row(LessonProgress::new(self.view.clone(), row))))
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

/// What a lesson teaches.
#[derive(Clone, Debug)]
pub struct LessonContent {
    row: lesson_content::Model,
}

/// What a lesson teaches: for its authors, for those who learn the course, and for everybody where it is a preview.
#[Object]
impl LessonContent {
    /// The text.
    async fn text_html(&self) -> Option<Html> {
        self.row.text_html.clone().map(Html)
    }
    /// Address of the video, `http` or `https`.
    async fn video_url(&self) -> Option<&str> {
        self.row.video_url.as_deref()
    }
    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}
