//! Sending a member invitation again.

use super::{make_way, nobody_yet, told, when_invited};
use crate::invitation::{self, Mails};
use authz::actions;
use entities::{
    event::EventAction,
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{Code, MemberInvitationId};
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx};

/// Sends an open or expired invitation again, with a new end. The link of the earlier mail stops working.
///
/// Refuses with `INVITATION_CLOSED`, `TOO_MANY_ATTEMPTS`, `ALREADY_MEMBER`, `ALREADY_INVITED`.
pub async fn resend_member_invitation(
    tx: &OrgTx,
    id: MemberInvitationId,
    expires_in_seconds: Option<i32>,
) -> Result<member_invitation::Model, Failure> {
    let granted = tx.load_for::<actions::ResendMemberInvitation>("id", id).await?;
    let lifetime = invitation::lifetime(expires_in_seconds)?;
    match granted.status_at(tx.now()) {
        MemberInvitationStatus::Pending | MemberInvitationStatus::Expired => {}
        status @ (MemberInvitationStatus::Accepted
        | MemberInvitationStatus::Declined
        | MemberInvitationStatus::Revoked) => {
            return Err(invitation::closed(Code::InvitationClosed, status.name()).into());
        }
    }
    let mails = Mails {
        count: granted.sent_count,
        last: granted.last_sent_at,
        expires_at: granted.expires_at,
    };
    mails.allow_another(tx.now())?;
    nobody_yet(tx, &granted.email_key).await?;
    make_way(tx, &granted.email_key, Some(granted.id)).await?;
    let (sent, expires_at) = (granted.sent_count + 1, tx.now() + lifetime);
    let invitation = tx
        .update(granted, |row| {
            row.status = Set(MemberInvitationStatus::Pending);
            row.token_hash = Set(None);
            row.expires_at = Set(expires_at);
            row.sent_count = Set(sent);
            row.last_sent_at = Set(tx.now());
            row.updated_at = Set(tx.now());
        })
        .await
        .map_err(|error| when_invited(error.into()))?;
    let event = NewEvent::new(EventAction::MemberInvitationResent, invitation.id).after(told(&invitation));
    tx.emit(event).await?;
    Ok(invitation)
}
