//! A part of a course.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{ChapterId, CourseId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Whether learners reach a chapter or a lesson.
    ContentStatus {
        /// Only its authors see it.
        Draft = "DRAFT",
        /// Shown in the outline, opens at its release date.
        Scheduled = "SCHEDULED",
        /// Open, once the parent is.
        Published = "PUBLISHED",
    }
}

/// One chapter.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "chapter")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChapterId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course.
    pub course_id: CourseId,
    /// The title.
    pub title: String,
    /// Place in the course, from 1.
    pub position: i32,
    /// Whether learners reach it.
    pub status: ContentStatus,
    /// When a scheduled chapter opens.
    pub release_at: Option<DateTimeUtc>,
    /// What it costs to open it before that; none: it cannot be.
    pub early_unlock_points: Option<i32>,
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
}

impl ActiveModelBehavior for ActiveModel {}
