//! What is learned in one sitting. What it teaches is in its content.

use crate::chapter::ContentStatus;
use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{ChapterId, CourseId, LessonId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What a lesson is made of.
    LessonKind {
        /// Text to read.
        Text = "TEXT",
        /// A video to watch.
        Video = "VIDEO",
        /// Files to work with.
        Attachment = "ATTACHMENT",
        /// Several of these.
        Mixed = "MIXED",
    }
}

/// One lesson.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "lesson")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LessonId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course.
    pub course_id: CourseId,
    /// The chapter.
    pub chapter_id: ChapterId,
    /// The title.
    pub title: String,
    /// One or two sentences; plain text.
    pub summary: Option<String>,
    /// What it is made of.
    pub kind: LessonKind,
    /// Place in the chapter, from 1.
    pub position: i32,
    /// Whether learners reach it.
    pub status: ContentStatus,
    /// When a scheduled lesson opens.
    pub release_at: Option<DateTimeUtc>,
    /// What it costs to open it before that; none: it cannot be.
    pub early_unlock_points: Option<i32>,
    /// Whether completing the course takes it.
    pub is_required: bool,
    /// Whether its content is open to everybody.
    pub is_preview: bool,
    /// Length of its video.
    pub video_seconds: Option<i32>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    Chapter: ChapterId -> entities::chapter, Id;
}

impl ActiveModelBehavior for ActiveModel {}
