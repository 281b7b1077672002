//! Rows of invitations.

use crate::{
    database::START,
    tenant::{Tenant, id},
};
use chrono::{DateTime, Duration, Utc};
use entities::{
    employee::{CompensationType, WorkRole},
    employee_invitation::{self, EmployeeInvitationStatus},
    member::AccessRole,
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{EmployeeInvitationId, MemberInvitationId};

impl Tenant {
    /// An open invitation to an address that nobody else was invited at.
    pub(crate) fn member_invitation(&self) -> member_invitation::Model {
        let start: DateTime<Utc> = START.parse().unwrap();
        let id: MemberInvitationId = id();
        let address = format!("{id}@example.test");
        member_invitation::Model {
            id,
            organization_id: self.id,
            email: address.clone(),
            email_key: address,
            display_name: "Invited".to_owned(),
            access_role: AccessRole::Member,
            invited_by_employee_id: self.employee,
            token_hash: None,
            status: MemberInvitationStatus::Pending,
            expires_at: start + Duration::days(7),
            sent_count: 1,
            last_sent_at: start,
            accepted_at: None,
            declined_at: None,
            revoked_at: None,
            member_id: None,
            created_at: start,
            updated_at: start,
        }
    }

    /// An open offer to an address that nobody else was invited at.
    pub(crate) fn employee_invitation(&self) -> employee_invitation::Model {
        let start: DateTime<Utc> = START.parse().unwrap();
        let id: EmployeeInvitationId = id();
        let address = format!("{id}@example.test");
        employee_invitation::Model {
            id,
            organization_id: self.id,
            email: address.clone(),
            email_key: address,
            display_name: "Invited".to_owned(),
            role: WorkRole::Staff,
            compensation_type: CompensationType::Salaried,
            proposed_salary_minor: Some(4_200_000),
            proposed_salary_currency: Some("EUR".to_owned()),
            start_date: None,
            job_profile_id: None,
            promoted_member_id: None,
            invited_by_employee_id: self.employee,
            decided_by_employee_id: None,
            candidate_user_id: None,
            employee_id: None,
            token_hash: None,
            status: EmployeeInvitationStatus::Pending,
            expires_at: start + Duration::days(7),
            sent_count: 1,
            last_sent_at: start,
            accepted_at: None,
            declined_at: None,
            approved_at: None,
            rejected_at: None,
            rejection_reason: None,
            revoked_at: None,
            created_at: start,
            updated_at: start,
        }
    }
}
