//! Withdrawing a member invitation.

use crate::invitation;
use authz::actions;
use entities::{
    event::EventAction,
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{Code, MemberInvitationId};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Withdraws an open invitation; its token answers `TOKEN_REVOKED` from now on.
///
/// Refuses with `INVITATION_CLOSED`.
pub async fn revoke_member_invitation(
    tx: &OrgTx,
    id: MemberInvitationId,
) -> Result<member_invitation::Model, Failure> {
    let granted = tx.load_for::<actions::RevokeMemberInvitation>("id", id).await?;
    let status = granted.status_at(tx.now());
    if status != MemberInvitationStatus::Pending {
        return Err(invitation::closed(Code::InvitationClosed, status.name()).into());
    }
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(MemberInvitationStatus::Revoked);
            row.revoked_at = Set(Some(tx.now()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::MemberInvitationRevoked, invitation.id)
            .before(json!({ "status": status }))
            .after(json!({ "status": invitation.status, "email": invitation.email })),
    )
    .await?;
    Ok(invitation)
}
