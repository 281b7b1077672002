//! An employee who looks after the learners of a course and may edit it.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, CourseMentorId, EmployeeId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One course mentor.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course_mentor")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseMentorId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course.
    pub course_id: CourseId,
    /// The mentor.
    pub employee_id: EmployeeId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    Employee: EmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}
