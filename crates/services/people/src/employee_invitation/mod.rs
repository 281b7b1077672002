//! Invitations to become an employee: sent, accepted by the candidate, decided by the organization.

mod accept;
mod approve;
mod decline;
mod invite;
mod offer;
mod promote;
mod reject;
mod resend;
mod revoke;

pub use accept::accept_employee_invitation;
pub use approve::approve_employee;
pub use decline::decline_employee_invitation;
pub use invite::{InviteEmployee, invite_employee};
pub use promote::{PromoteToEmployee, promote_to_employee};
pub use reject::reject_employee;
pub use resend::resend_employee_invitation;
pub use revoke::revoke_employee_invitation;

use crate::{authority, invitation, person};
use entities::{
    employee_invitation::{self, EmployeeInvitationStatus},
    member::MemberStatus,
};
use kernel::{Code, EmployeeId, EmployeeInvitationId, Problem, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};
use store::{Failure, OrgTx};

/// Refuses an address whose owner works here.
async fn nobody_yet(tx: &OrgTx, email_key: &str) -> Result<(), Failure> {
    let Some(member) = person::member_by_email(tx, email_key).await? else {
        return Ok(());
    };
    match person::current_employee(tx, member.id).await? {
        Some(_) => Err(Problem::at("email", Code::AlreadyEmployee).into()),
        None => Ok(()),
    }
}

/// Makes way for an open invitation to an address: closes those that are overdue and refuses where another is open or
/// waits for approval.
async fn make_way(tx: &OrgTx, email_key: &str, own: Option<EmployeeInvitationId>) -> Result<(), Failure> {
    for overdue in tx.overdue_employee_invitations(email_key).await? {
        if Some(overdue.id) != own {
            tx.update(overdue, |row| {
                row.status = Set(EmployeeInvitationStatus::Expired);
                row.updated_at = Set(tx.now());
            })
            .await?;
        }
    }
    let open = tx
        .find_for_rule::<employee_invitation::Entity>()
        .filter(employee_invitation::Column::EmailKey.eq(email_key))
        .filter(employee_invitation::Column::Status.is_in([
            EmployeeInvitationStatus::Pending,
            EmployeeInvitationStatus::PendingApproval,
        ]))
        .all()
        .await?;
    if open.iter().any(|invitation| Some(invitation.id) != own) {
        return Err(already_invited().into());
    }
    Ok(())
}

fn already_invited() -> Problem {
    Problem::at("email", Code::AlreadyInvited)
}

/// The index that allows one open invitation per address decides between two that are sent at the same time. SQLite
/// names its columns, PostgreSQL the index.
fn when_invited(failure: Failure) -> Failure {
    failure
        .when_taken("email_key", already_invited)
        .when_taken("one_open", already_invited)
}

/// Whether the token can still be answered.
fn answerable(tx: &OrgTx, invitation: &employee_invitation::Model) -> Result<(), Problem> {
    match invitation.status_at(tx.now()) {
        EmployeeInvitationStatus::Pending => Ok(()),
        EmployeeInvitationStatus::PendingApproval
        | EmployeeInvitationStatus::Approved
        | EmployeeInvitationStatus::Rejected
        | EmployeeInvitationStatus::Declined => Err(invitation::token(Code::TokenUsed)),
        EmployeeInvitationStatus::Expired => Err(invitation::token(Code::TokenExpired)),
        EmployeeInvitationStatus::Revoked => Err(invitation::token(Code::TokenRevoked)),
    }
}

/// Who decides, and on whom. Only an employee does, never on their own employment, and only on a candidate who has
/// accepted.
fn decision(tx: &OrgTx, invitation: &employee_invitation::Model) -> Result<(EmployeeId, UserId), Failure> {
    let decider = authority::employee(tx)?;
    if invitation.candidate_user_id.is_some() && invitation.candidate_user_id == tx.access().user() {
        return Err(Problem::new(Code::OwnInvitation).into());
    }
    let status = invitation.status_at(tx.now());
    if status != EmployeeInvitationStatus::PendingApproval {
        return Err(invitation::closed(Code::NotPendingApproval, status.name()).into());
    }
    let candidate = invitation
        .candidate_user_id
        .ok_or(Failure::Defect("an accepted invitation without a candidate"))?;
    Ok((decider, candidate))
}

/// A refusal of a member who cannot become an employee in this state.
fn inactive(status: MemberStatus) -> Problem {
    crate::member::not_in_state(Code::MemberNotActive, status)
}

/// What the log, and the mail that follows from it, need to know. Pay stays out of it.
fn told(invitation: &employee_invitation::Model) -> Value {
    json!({
        "email": invitation.email,
        "displayName": invitation.display_name,
        "role": invitation.role,
        "compensationType": invitation.compensation_type,
        "startDate": invitation.start_date,
        "promotedMemberId": invitation.promoted_member_id.map(|id| id.to_string()),
        "expiresAt": invitation.expires_at,
    })
}
