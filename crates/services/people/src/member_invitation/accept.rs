//! Accepting a member invitation.

use super::{answerable, courses};
use crate::{invitation, member::Joining, person};
use authz::{Actor, actions::AnswerMemberInvitation};
use entities::{
    member::{self, MemberStatus},
    member_invitation::{self, MemberInvitationStatus},
};
use kernel::{Code, OrganizationId, Problem, RequestId, Secret};
use sea_orm::ActiveValue::Set;
use store::{CrossOrganization, Failure, Granted, OrgTx, Store};

/// Makes the signed-in user a member, if the invitation was sent to their proven address. Who has been a member before
/// gets the same membership back, and whatever courses the invitation brings begin. Gives the organization, which the user could not see until now.
///
/// Refuses with `TOKEN_INVALID`, `TOKEN_USED`, `TOKEN_EXPIRED`, `TOKEN_REVOKED`, `WRONG_RECIPIENT`,
/// `EMAIL_NOT_VERIFIED`, `ALREADY_MEMBER`.
pub async fn accept_member_invitation(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    token: &str,
) -> Result<(OrganizationId, member::Model), Failure> {
    invitation::signed_in(actor)?;
    store
        .write_by_token::<_, AnswerMemberInvitation, _>(
            actor,
            request,
            member_invitation::Column::TokenHash,
            &Secret::presented(token).hash(),
            |tx, granted| Box::pin(accept(tx, granted)),
        )
        .await?
        .ok_or_else(|| invitation::token(Code::TokenInvalid).into())
}

async fn accept(
    tx: &OrgTx,
    granted: Granted<AnswerMemberInvitation>,
) -> Result<(OrganizationId, member::Model), Failure> {
    answerable(tx, &granted)?;
    let user = invitation::recipient(tx, &granted.email_key)?;
    let user = person::user(tx, CrossOrganization::Token, user).await?.id;
    let joining = Joining {
        user,
        profile: person::main_profile(tx, CrossOrganization::Token, user).await?,
        display_name: granted.display_name.clone(),
        access_role: granted.access_role,
        invited_by: Some(granted.invited_by_employee_id),
    };
    let member = match joining.existing(tx, &granted).await? {
        None => joining.enter(tx, &granted).await?,
        Some(before) => match before.status {
            MemberStatus::Left | MemberStatus::Removed | MemberStatus::Invited => {
                joining.re_enter(tx, before).await?
            }
            MemberStatus::Active | MemberStatus::Suspended => {
                return Err(Problem::new(Code::AlreadyMember).into());
            }
        },
    };
    courses::give(tx, &granted, &member).await?;
    tx.update(granted, |row| {
        row.status = Set(MemberInvitationStatus::Accepted);
        row.accepted_at = Set(Some(tx.now()));
        row.member_id = Set(Some(member.id));
        row.updated_at = Set(tx.now());
    })
    .await?;
    Ok((tx.organization(), member))
}
