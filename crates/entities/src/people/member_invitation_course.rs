//! A course that an invitation brings with it.

use crate::{ByPosition, column::belongs_to};
use kernel::{CourseId, MemberInvitationCourseId, MemberInvitationId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One course of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "member_invitation_course")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberInvitationCourseId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The invitation.
    pub member_invitation_id: MemberInvitationId,
    /// What whoever accepts it may learn.
    pub course_id: CourseId,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    MemberInvitation: MemberInvitationId -> entities::member_invitation, Id;
    Course: CourseId -> entities::course, Id;
}

impl ActiveModelBehavior for ActiveModel {}
