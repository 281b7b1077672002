//! Invitations to become a member: sent, answered, no approval.

mod accept;
mod courses;
mod decline;
mod invite;
mod resend;
mod revoke;

pub use accept::accept_member_invitation;
pub use decline::decline_member_invitation;
pub use invite::{InviteMember, invite_member};
pub use resend::resend_member_invitation;
pub use revoke::revoke_member_invitation;

use crate::{invitation, person};
use entities::{
    member::MemberStatus,
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{Code, MemberInvitationId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};
use store::{Failure, OrgTx};

/// Refuses an address whose owner is a member, be it a suspended one.
async fn nobody_yet(tx: &OrgTx, email_key: &str) -> Result<(), Failure> {
    match person::member_by_email(tx, email_key).await? {
        Some(member) => match member.status {
            MemberStatus::Active | MemberStatus::Suspended => {
                Err(Problem::at("email", Code::AlreadyMember).into())
            }
            MemberStatus::Invited | MemberStatus::Left | MemberStatus::Removed => Ok(()),
        },
        None => Ok(()),
    }
}

/// Makes way for an open invitation to an address: closes those that are overdue and refuses where another is open.
async fn make_way(tx: &OrgTx, email_key: &str, own: Option<MemberInvitationId>) -> Result<(), Failure> {
    for overdue in tx.overdue_member_invitations(email_key).await? {
        if Some(overdue.id) != own {
            tx.update(overdue, |row| {
                row.status = Set(MemberInvitationStatus::Expired);
                row.updated_at = Set(tx.now());
            })
            .await?;
        }
    }
    let open = tx
        .find_for_rule::<member_invitation::Entity>()
        .filter(member_invitation::Column::EmailKey.eq(email_key))
        .filter(member_invitation::Column::Status.eq(MemberInvitationStatus::Pending))
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
fn answerable(tx: &OrgTx, invitation: &member_invitation::Model) -> Result<(), Problem> {
    match invitation.status_at(tx.now()) {
        MemberInvitationStatus::Pending => Ok(()),
        MemberInvitationStatus::Accepted | MemberInvitationStatus::Declined => {
            Err(invitation::token(Code::TokenUsed))
        }
        MemberInvitationStatus::Expired => Err(invitation::token(Code::TokenExpired)),
        MemberInvitationStatus::Revoked => Err(invitation::token(Code::TokenRevoked)),
    }
}

/// What the log, and the mail that follows from it, need to know.
fn told(invitation: &member_invitation::Model) -> Value {
    json!({
        "email": invitation.email,
        "displayName": invitation.display_name,
        "accessRole": invitation.access_role,
        "expiresAt": invitation.expires_at,
    })
}
