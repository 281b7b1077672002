//! The words that a course is found by: what its outline shows, in small letters without accents.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, CourseTextId, OrganizationId};
use sea_orm::entity::prelude::*;

/// The words of one course, each list separated by single spaces.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course_text")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseTextId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course.
    pub course_id: CourseId,
    /// The words of the title.
    pub title: String,
    /// The words of the summary and the tags.
    pub summary: String,
    /// The words of the description, and of the chapters and lessons that are no drafts.
    pub outline: String,
    /// Every one of these words once; the index is made of them.
    pub words: String,
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
