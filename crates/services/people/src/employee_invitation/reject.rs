//! Turning a candidate down.

use super::decision;
use authz::actions::RejectEmployee;
use entities::{
    employee_invitation::{self, EmployeeInvitationStatus},
    event::EventAction,
};
use kernel::{EmployeeInvitationId, TextLimits, optional_line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Turns a candidate down who has accepted. Nothing but the invitation changes.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `OWN_INVITATION`, `NOT_PENDING_APPROVAL`.
pub async fn reject_employee(
    tx: &OrgTx,
    id: EmployeeInvitationId,
    reason: Option<&str>,
) -> Result<employee_invitation::Model, Failure> {
    let granted = tx.load_for::<RejectEmployee>("id", id).await?;
    let reason = optional_line("reason", reason.unwrap_or_default(), TextLimits::LINE)?;
    let (decider, _candidate) = decision(tx, &granted)?;
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(EmployeeInvitationStatus::Rejected);
            row.rejected_at = Set(Some(tx.now()));
            row.rejection_reason = Set(reason.clone());
            row.decided_by_employee_id = Set(Some(decider));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EmployeeRejected, invitation.id)
            .before(json!({ "status": EmployeeInvitationStatus::PendingApproval }))
            .after(json!({ "status": invitation.status, "email": invitation.email, "reason": reason })),
    )
    .await?;
    Ok(invitation)
}
