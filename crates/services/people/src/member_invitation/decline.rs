//! Declining a member invitation.

use super::answerable;
use crate::invitation;
use authz::{Actor, actions::AnswerMemberInvitation};
use entities::{
    event::EventAction,
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{Code, RequestId, Secret};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx, Store};

/// Declines an invitation. Whoever holds the token can, signed in or not: a person without an account has no other way
/// to say no.
///
/// Refuses with `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_REVOKED`.
pub async fn decline_member_invitation(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    token: &str,
) -> Result<member_invitation::Model, Failure> {
    store
        .write_by_token::<_, AnswerMemberInvitation, _>(
            actor,
            request,
            member_invitation::Column::TokenHash,
            &Secret::presented(token).hash(),
            |tx, granted| Box::pin(decline(tx, granted)),
        )
        .await?
        .ok_or_else(|| invitation::token(Code::TokenInvalid).into())
}

async fn decline(
    tx: &OrgTx,
    granted: Granted<AnswerMemberInvitation>,
) -> Result<member_invitation::Model, Failure> {
    answerable(tx, &granted)?;
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(MemberInvitationStatus::Declined);
            row.declined_at = Set(Some(tx.now()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::MemberInvitationDeclined, invitation.id)
            .before(json!({ "status": MemberInvitationStatus::Pending }))
            .after(json!({ "status": invitation.status, "email": invitation.email })),
    )
    .await?;
    Ok(invitation)
}
