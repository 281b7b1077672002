//! What a learner thinks of a course.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, CourseRatingId, MemberId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One rating; a member has one at most for each course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course_rating")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseRatingId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// What is rated.
    pub course_id: CourseId,
    /// Who rates it.
    pub member_id: MemberId,
    /// From 1 to 5.
    pub rating: i32,
    /// Why; plain text.
    pub comment: Option<String>,
    /// Since when a moderator hides it from others; then it does not count.
    pub hidden_at: Option<DateTimeUtc>,
    /// Why it is hidden.
    pub hidden_reason: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}
