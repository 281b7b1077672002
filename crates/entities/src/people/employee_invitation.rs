//! An invitation to become an employee: accepted by the candidate, then approved by the organization.

use crate::employee::{CompensationType, WorkRole};
use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, EmployeeInvitationId, MemberId, OrganizationId, ProfileId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where an employee invitation stands.
    EmployeeInvitationStatus {
        /// Sent and not answered.
        Pending = "PENDING",
        /// Accepted by the candidate, waiting for the organization's decision. No authority yet.
        PendingApproval = "PENDING_APPROVAL",
        /// Approved: the employee exists.
        Approved = "APPROVED",
        /// Turned down by the organization.
        Rejected = "REJECTED",
        /// Declined by the candidate.
        Declined = "DECLINED",
        /// Not answered in time.
        Expired = "EXPIRED",
        /// Withdrawn by the organization.
        Revoked = "REVOKED",
    }
}

/// One invitation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "employee_invitation")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmployeeInvitationId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who is invited, as typed.
    pub email: String,
    /// Who is invited, in the form that is compared.
    pub email_key: String,
    /// The professional name the employee will have.
    pub display_name: String,
    /// The work offered.
    pub role: WorkRole,
    /// How it will be paid.
    pub compensation_type: CompensationType,
    /// The salary offered, in minor units.
    pub proposed_salary_minor: Option<i64>,
    /// ISO 4217 code of that salary.
    pub proposed_salary_currency: Option<String>,
    /// The first day of work offered.
    pub start_date: Option<Date>,
    /// The professional identity the employment will be linked to.
    pub job_profile_id: Option<ProfileId>,
    /// The member to be promoted, where it is a promotion.
    pub promoted_member_id: Option<MemberId>,
    /// Who invited.
    pub invited_by_employee_id: EmployeeId,
    /// Who decided.
    pub decided_by_employee_id: Option<EmployeeId>,
    /// Who accepted.
    pub candidate_user_id: Option<UserId>,
    /// The employment that came of it.
    pub employee_id: Option<EmployeeId>,
    /// SHA-256 of the token; empty until the mail that carries it is written.
    pub token_hash: Option<Vec<u8>>,
    /// Where it stands; an open one past `expires_at` counts as expired.
    pub status: EmployeeInvitationStatus,
    /// From when on it is refused.
    pub expires_at: DateTimeUtc,
    /// How many mails were asked for.
    pub sent_count: i32,
    /// When the last one was asked for.
    pub last_sent_at: DateTimeUtc,
    /// When the candidate accepted.
    pub accepted_at: Option<DateTimeUtc>,
    /// When the candidate declined.
    pub declined_at: Option<DateTimeUtc>,
    /// When it was approved.
    pub approved_at: Option<DateTimeUtc>,
    /// When it was rejected.
    pub rejected_at: Option<DateTimeUtc>,
    /// Why it was rejected.
    pub rejection_reason: Option<String>,
    /// When it was withdrawn.
    pub revoked_at: Option<DateTimeUtc>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

impl Model {
    /// Where it stands at a moment: an open invitation turns into an expired one without being touched.
    pub fn status_at(&self, now: DateTimeUtc) -> EmployeeInvitationStatus {
        if self.status == EmployeeInvitationStatus::Pending && self.expires_at <= now {
            EmployeeInvitationStatus::Expired
        } else {
            self.status
        }
    }
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    InvitedBy: InvitedByEmployeeId -> entities::employee, Id;
    DecidedBy: DecidedByEmployeeId -> entities::employee, Id;
    Employee: EmployeeId -> entities::employee, Id;
    PromotedMember: PromotedMemberId -> entities::member, Id;
    JobProfile: JobProfileId -> entities::job_profile, ProfileId;
    Candidate: CandidateUserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
