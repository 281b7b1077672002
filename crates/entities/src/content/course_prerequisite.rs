//! A course that has to be completed before another.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, CoursePrerequisiteId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One course prerequisite.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course_prerequisite")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CoursePrerequisiteId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course that asks for it.
    pub course_id: CourseId,
    /// The course that has to be completed first.
    pub prerequisite_course_id: CourseId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    PrerequisiteCourse: PrerequisiteCourseId -> entities::course, Id;
}

impl ActiveModelBehavior for ActiveModel {}
