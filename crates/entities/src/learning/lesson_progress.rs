//! What a learner has done in a lesson.

use crate::{ByPosition, column::belongs_to};
use kernel::{EnrollmentId, LessonId, LessonProgressId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One lesson progress.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "lesson_progress")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LessonProgressId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Whose.
    pub enrollment_id: EnrollmentId,
    /// Where.
    pub lesson_id: LessonId,
    /// When it was first opened.
    pub opened_at: DateTimeUtc,
    /// When it was completed.
    pub completed_at: Option<DateTimeUtc>,
    /// The merged segments of the video that were watched: a list of [from, to] in seconds.
    pub watched: Json,
    /// How many different seconds of the video were watched.
    pub watched_seconds: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Enrollment: EnrollmentId -> entities::enrollment, Id;
    Lesson: LessonId -> entities::lesson, Id;
}

impl ActiveModelBehavior for ActiveModel {}
