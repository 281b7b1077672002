//! A tag of a course.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, CourseTagId, OrganizationId, TagId};
use sea_orm::entity::prelude::*;

/// One course tag.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course_tag")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseTagId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The course.
    pub course_id: CourseId,
    /// The tag.
    pub tag_id: TagId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    Tag: TagId -> entities::tag, Id;
}

impl ActiveModelBehavior for ActiveModel {}
