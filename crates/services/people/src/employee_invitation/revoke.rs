//! Withdrawing an employee invitation.

use crate::invitation;
use authz::actions;
use entities::{
    employee_invitation::{self, EmployeeInvitationStatus},
    event::EventAction,
};
use kernel::{Code, EmployeeInvitationId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Withdraws an invitation that is not answered yet; its token answers `TOKEN_REVOKED` from now on. Once the candidate
/// has accepted, the organization approves or rejects.
///
/// Refuses with `INVITATION_CLOSED`.
pub async fn revoke_employee_invitation(
    tx: &OrgTx,
    id: EmployeeInvitationId,
) -> Result<employee_invitation::Model, Failure> {
    let granted = tx.load_for::<actions::RevokeEmployeeInvitation>("id", id).await?;
    let status = granted.status_at(tx.now());
    if status != EmployeeInvitationStatus::Pending {
        return Err(invitation::closed(Code::InvitationClosed, status.name()).into());
    }
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(EmployeeInvitationStatus::Revoked);
            row.revoked_at = Set(Some(tx.now()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EmployeeInvitationRevoked, invitation.id)
            .before(json!({ "status": status }))
            .after(json!({ "status": invitation.status, "email": invitation.email })),
    )
    .await?;
    Ok(invitation)
}
