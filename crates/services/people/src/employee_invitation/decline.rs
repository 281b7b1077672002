//! Declining an employee invitation.

use super::answerable;
use crate::invitation;
use authz::{Actor, actions::AnswerEmployeeInvitation};
use entities::{
    employee_invitation::{self, EmployeeInvitationStatus},
    event::EventAction,
};
use kernel::{Code, RequestId, Secret};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx, Store};

/// Declines an invitation. Whoever holds the token can, signed in or not.
///
/// Refuses with `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_REVOKED`.
pub async fn decline_employee_invitation(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    token: &str,
) -> Result<employee_invitation::Model, Failure> {
    store
        .write_by_token::<_, AnswerEmployeeInvitation, _>(
            actor,
            request,
            employee_invitation::Column::TokenHash,
            &Secret::presented(token).hash(),
            |tx, granted| Box::pin(decline(tx, granted)),
        )
        .await?
        .ok_or_else(|| invitation::token(Code::TokenInvalid).into())
}

async fn decline(
    tx: &OrgTx,
    granted: Granted<AnswerEmployeeInvitation>,
) -> Result<employee_invitation::Model, Failure> {
    answerable(tx, &granted)?;
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(EmployeeInvitationStatus::Declined);
            row.declined_at = Set(Some(tx.now()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EmployeeInvitationDeclined, invitation.id)
            .before(json!({ "status": EmployeeInvitationStatus::Pending }))
            .after(json!({ "status": invitation.status, "email": invitation.email })),
    )
    .await?;
    Ok(invitation)
}
