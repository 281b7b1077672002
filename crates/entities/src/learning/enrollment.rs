//! A member's right to learn a course, and how far they are.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{CourseId, EmployeeId, EnrollmentId, MemberId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where an enrollment stands.
    EnrollmentStatus {
        /// Learning.
        Active = "ACTIVE",
        /// Everything required is done; the content stays open.
        Completed = "COMPLETED",
        /// Access withheld for a time.
        Suspended = "SUSPENDED",
        /// Ended, such as by a full refund.
        Cancelled = "CANCELLED",
    }
}

stored_enum! {
    /// How an enrollment came about.
    EnrollmentSource {
        /// By an order.
        Purchase = "PURCHASE",
        /// Given by the organization.
        Grant = "GRANT",
        /// With the invitation to become a member.
        Invitation = "INVITATION",
    }
}

/// One enrollment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "enrollment")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrollmentId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who learns.
    pub member_id: MemberId,
    /// What.
    pub course_id: CourseId,
    /// Where it stands.
    pub status: EnrollmentStatus,
    /// How it came about.
    pub source: EnrollmentSource,
    /// Who gave it, where it was given.
    pub granted_by_employee_id: Option<EmployeeId>,
    /// Required lessons done.
    pub completed_lessons: i32,
    /// Required lessons there were when it was last computed.
    pub required_lessons: i32,
    /// When it began.
    pub enrolled_at: DateTimeUtc,
    /// When everything required was done for the first time.
    pub completed_at: Option<DateTimeUtc>,
    /// When the learner was last at work.
    pub last_activity_at: Option<DateTimeUtc>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Member: MemberId -> entities::member, Id;
    Course: CourseId -> entities::course, Id;
    GrantedByEmployee: GrantedByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}
