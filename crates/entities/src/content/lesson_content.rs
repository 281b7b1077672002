//! What a lesson teaches, apart from its outline: only those who may learn it see this row.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, LessonContentId, LessonId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One lesson content.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "lesson_content")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LessonContentId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// Its course.
    pub course_id: CourseId,
    /// The text; sanitised HTML.
    pub text_html: Option<String>,
    /// Address of the video.
    pub video_url: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Lesson: LessonId -> entities::lesson, Id;
    Course: CourseId -> entities::course, Id;
}

impl ActiveModelBehavior for ActiveModel {}
