//! A user's membership of an organization: customer, learner, and the base of every employment.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, MemberId, OrganizationId, ProfileId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What a member may do by default, from most to least.
    AccessRole {
        /// Everything, including giving the organization away.
        Owner = "OWNER",
        /// Everything but touching owners.
        SuperAdmin = "SUPER_ADMIN",
        /// Runs the organization day by day.
        Admin = "ADMIN",
        /// Looks after people: invitations, employments, budgets.
        Hr = "HR",
        /// A learner who works for the organization.
        Employee = "EMPLOYEE",
        /// A learner who only looks.
        Viewer = "VIEWER",
        /// A customer and learner.
        Member = "MEMBER",
    }
}

stored_enum! {
    /// Where a membership stands.
    MemberStatus {
        /// Invited and not yet accepted; read from the open invitations.
        Invited = "INVITED",
        /// Full access.
        Active = "ACTIVE",
        /// Access withheld for a time, with a reason.
        Suspended = "SUSPENDED",
        /// Left by their own choice.
        Left = "LEFT",
        /// Removed by the organization.
        Removed = "REMOVED",
    }
}

stored_enum! {
    /// What kind of customer a member is.
    CustomerType {
        /// The usual kind.
        Regular = "REGULAR",
        /// A customer with privileges.
        Premium = "PREMIUM",
        /// A company's account.
        Enterprise = "ENTERPRISE",
    }
}

/// One membership.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "member")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who.
    pub user_id: UserId,
    /// The user's main profile.
    pub profile_id: ProfileId,
    /// The name this organization shows.
    pub display_name: String,
    /// Default permissions.
    pub access_role: AccessRole,
    /// Where it stands.
    pub status: MemberStatus,
    /// Kind of customer.
    pub customer_type: CustomerType,
    /// When it began.
    pub joined_at: DateTimeUtc,
    /// When the member left.
    pub left_at: Option<DateTimeUtc>,
    /// Since when it is suspended.
    pub suspended_at: Option<DateTimeUtc>,
    /// Why it is suspended.
    pub suspended_reason: Option<String>,
    /// When the member was removed.
    pub removed_at: Option<DateTimeUtc>,
    /// Why the member was removed.
    pub removed_reason: Option<String>,
    /// Who invited the member.
    pub invited_by_employee_id: Option<EmployeeId>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    User: UserId -> entities::user, Id;
    Profile: ProfileId -> entities::profile, Id;
    InvitedBy: InvitedByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}
