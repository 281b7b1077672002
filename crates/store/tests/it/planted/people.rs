//! Rows of the domain people that refer to rows of others.

use super::Planted;
use entities::{
    member::AccessRole,
    member_invitation::{self, MemberInvitationStatus},
    member_invitation_course,
};

impl Planted {
    /// An invitation for those rows that need one.
    pub(crate) fn member_invitation(&self) -> member_invitation::Model {
        member_invitation::Model {
            id: self.ids.member_invitation,
            organization_id: self.organization,
            email: self.text("email"),
            email_key: self.text("email_key"),
            display_name: self.text("display_name"),
            access_role: AccessRole::Member,
            invited_by_employee_id: self.employee,
            token_hash: None,
            status: MemberInvitationStatus::Pending,
            expires_at: self.start,
            sent_count: 1,
            last_sent_at: self.start,
            accepted_at: None,
            declined_at: None,
            revoked_at: None,
            member_id: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn member_invitation_course(&self) -> member_invitation_course::Model {
        member_invitation_course::Model {
            id: self.ids.member_invitation_course,
            organization_id: self.organization,
            member_invitation_id: self.ids.member_invitation,
            course_id: self.ids.course,
            created_at: self.start,
        }
    }
}
