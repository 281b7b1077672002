//! Where a course was imported from, and what was made of it.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, CourseImportId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One course import.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course_import")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseImportId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// What the package says about its identity; unique in the organization.
    pub source_key: String,
    /// The course.
    pub course_id: CourseId,
    /// SHA-256 of what the package says, so that the same package changes nothing.
    pub content_hash: Vec<u8>,
    /// SHA-256 of what the import has left behind, so that it is noticed when somebody has worked on it.
    pub state_hash: Vec<u8>,
    /// Chapters that were imported.
    pub chapters: i32,
    /// Lessons that were imported.
    pub lessons: i32,
    /// Questions that were imported.
    pub questions: i32,
    /// Files that were imported.
    pub attachments: i32,
    /// What was not imported.
    pub skipped: i32,
    /// When it was last imported.
    pub imported_at: DateTimeUtc,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
}

impl ActiveModelBehavior for ActiveModel {}
