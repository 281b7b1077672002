//! A member's employment: staff and creators. Authority comes from here, after approval.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, MemberId, OrganizationId, ProfileId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What an employee's work is, with its default permissions.
    WorkRole {
        /// Full organizational management and financial authority.
        Admin = "ADMIN",
        /// Leads departments and teams and oversees budgets.
        Manager = "MANAGER",
        /// Makes content and earns a share of its revenue.
        Creator = "CREATOR",
        /// Teaches and looks after learners.
        Instructor = "INSTRUCTOR",
        /// General duties.
        Staff = "STAFF",
    }
}

stored_enum! {
    /// Where an employment stands.
    EmployeeStatus {
        /// Accepted by the candidate and waiting for approval; read from the invitations.
        Pending = "PENDING",
        /// Approved, starting on a later day.
        Approved = "APPROVED",
        /// At work.
        Active = "ACTIVE",
        /// Ended.
        Terminated = "TERMINATED",
    }
}

stored_enum! {
    /// How an employee is paid.
    CompensationType {
        /// A fixed salary.
        Salaried = "SALARIED",
        /// A share of revenue only.
        Commission = "COMMISSION",
        /// A salary and a share of revenue.
        Mixed = "MIXED",
    }
}

impl CompensationType {
    /// Whether a salary is part of it.
    pub const fn is_salaried(self) -> bool {
        match self {
            Self::Salaried | Self::Mixed => true,
            Self::Commission => false,
        }
    }
}

/// One employment. A person who comes back gets a new one; the old one stays.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "employee")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmployeeId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The membership it extends.
    pub member_id: MemberId,
    /// The professional identity it is linked to.
    pub job_profile_id: Option<ProfileId>,
    /// Kind of work.
    pub role: WorkRole,
    /// The name shown on work.
    pub professional_display_name: String,
    /// How the employee is paid.
    pub compensation_type: CompensationType,
    /// Salary in minor units.
    pub salary_minor: Option<i64>,
    /// ISO 4217 code of the salary.
    pub salary_currency: Option<String>,
    /// Where it stands.
    pub status: EmployeeStatus,
    /// First day of work, where one was agreed.
    pub starts_on: Option<Date>,
    /// When it was approved.
    pub hired_at: DateTimeUtc,
    /// When it ended.
    pub terminated_at: Option<DateTimeUtc>,
    /// Why it ended.
    pub termination_reason: Option<String>,
    /// Who invited the employee.
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
    Member: MemberId -> entities::member, Id;
    InvitedBy: InvitedByEmployeeId -> entities::employee, Id;
    JobProfile: JobProfileId -> entities::job_profile, ProfileId;
}

impl ActiveModelBehavior for ActiveModel {}
