//! Accepting an employee invitation. It gives no authority: the organization decides afterwards.

use super::answerable;
use crate::{invitation, person};
use authz::{Actor, actions::AnswerEmployeeInvitation};
use entities::{
    employee_invitation::{self, EmployeeInvitationStatus},
    event::EventAction,
};
use kernel::{Code, OrganizationId, ProfileId, RequestId, Secret};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx, Store};

/// Accepts an invitation for the signed-in user, if it was sent to their proven address, with a job profile of theirs
/// if they name one. From then on it waits for approval, without an end.
///
/// Refuses with `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_REVOKED`, `WRONG_RECIPIENT`,
/// `EMAIL_NOT_VERIFIED`, `FOREIGN_JOB_PROFILE`.
pub async fn accept_employee_invitation(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    token: &str,
    job_profile: Option<ProfileId>,
) -> Result<(OrganizationId, employee_invitation::Model), Failure> {
    invitation::signed_in(actor)?;
    store
        .write_by_token::<_, AnswerEmployeeInvitation, _>(
            actor,
            request,
            employee_invitation::Column::TokenHash,
            &Secret::presented(token).hash(),
            move |tx, granted| Box::pin(accept(tx, granted, job_profile)),
        )
        .await?
        .ok_or_else(|| invitation::token(Code::TokenInvalid).into())
}

async fn accept(
    tx: &OrgTx,
    granted: Granted<AnswerEmployeeInvitation>,
    job_profile: Option<ProfileId>,
) -> Result<(OrganizationId, employee_invitation::Model), Failure> {
    answerable(tx, &granted)?;
    let user = invitation::recipient(tx, &granted.email_key)?;
    let job_profile = job_profile.or(granted.job_profile_id);
    if let Some(job_profile) = job_profile {
        person::owns_job_profile(tx, user, job_profile).await?;
    }
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(EmployeeInvitationStatus::PendingApproval);
            row.candidate_user_id = Set(Some(user));
            row.job_profile_id = Set(job_profile);
            row.accepted_at = Set(Some(tx.now()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::EmployeeInvitationAccepted, invitation.id)
            .before(json!({ "status": EmployeeInvitationStatus::Pending }))
            .after(json!({
                "status": invitation.status,
                "email": invitation.email,
                "candidateUserId": user.to_string(),
            })),
    )
    .await?;
    Ok((tx.organization(), invitation))
}
