//! An invitation to become a member: accepted directly, no approval.

use crate::member::AccessRole;
use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, MemberId, MemberInvitationId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a member invitation stands.
    MemberInvitationStatus {
        /// Sent and not answered.
        Pending = "PENDING",
        /// Accepted: the member exists.
        Accepted = "ACCEPTED",
        /// Declined by the person invited.
        Declined = "DECLINED",
        /// Not answered in time.
        Expired = "EXPIRED",
        /// Withdrawn by the organization.
        Revoked = "REVOKED",
    }
}

/// One invitation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "member_invitation")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberInvitationId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who is invited, as typed.
    pub email: String,
    /// Who is invited, in the form that is compared.
    pub email_key: String,
    /// The name the member will have here.
    pub display_name: String,
    /// The role the member will have.
    pub access_role: AccessRole,
    /// Who invited.
    pub invited_by_employee_id: EmployeeId,
    /// SHA-256 of the token; empty until the mail that carries it is written.
    pub token_hash: Option<Vec<u8>>,
    /// Where it stands; an open one past `expires_at` counts as expired.
    pub status: MemberInvitationStatus,
    /// From when on it is refused.
    pub expires_at: DateTimeUtc,
    /// How many mails were asked for.
    pub sent_count: i32,
    /// When the last one was asked for.
    pub last_sent_at: DateTimeUtc,
    /// When it was accepted.
    pub accepted_at: Option<DateTimeUtc>,
    /// When it was declined.
    pub declined_at: Option<DateTimeUtc>,
    /// When it was withdrawn.
    pub revoked_at: Option<DateTimeUtc>,
    /// The member that came of it.
    pub member_id: Option<MemberId>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

impl Model {
    /// Where it stands at a moment: an open invitation turns into an expired one without being touched.
    pub fn status_at(&self, now: DateTimeUtc) -> MemberInvitationStatus {
        if self.status == MemberInvitationStatus::Pending && self.expires_at <= now {
            MemberInvitationStatus::Expired
        } else {
            self.status
        }
    }
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    InvitedBy: InvitedByEmployeeId -> entities::employee, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}
