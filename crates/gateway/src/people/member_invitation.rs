//! Inviting members and answering invitations.

use crate::base::{Outcome, in_organization, parse_id, parse_ids, payload, settle, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use entities::member_invitation;
use futures::{FutureExt, future::BoxFuture};
use graph::{AccessRole, Member, MemberInvitation, RequestContext, unauthenticated};
use kernel::MemberInvitationId;
use people::member_invitation as commands;
use store::{Failure, OrgTx, Target};

/// Inviting somebody to become a member.
#[derive(InputObject)]
pub struct InviteMemberInput {
    /// The organization.
    pub organization_id: ID,
    /// Where to send the invitation.
    pub email: String,
    /// The name the member will have here; 1 to 100 characters.
    pub display_name: String,
    /// The role the member will have; `MEMBER` if not given.
    pub access_role: Option<AccessRole>,
    /// How long the link works, in seconds from 60 to 2592000 (30 days); 604800 (7 days) if not given.
    pub expires_in_seconds: Option<i32>,
    /// What the member may learn from the moment of accepting, without paying: published courses that you may give; 50
    /// at most. A course that is no longer published by then is left out.
    pub course_ids: Option<Vec<ID>>,
}

/// Sending a member invitation again.
#[derive(InputObject)]
pub struct ResendMemberInvitationInput {
    /// The invitation.
    pub id: ID,
    /// How long the new link works, in seconds from 60 to 2592000 (30 days); 604800 (7 days) if not given. The old link
    /// no longer works.
    pub expires_in_seconds: Option<i32>,
}

/// Withdrawing a member invitation.
#[derive(InputObject)]
pub struct RevokeMemberInvitationInput {
    /// The invitation.
    pub id: ID,
}

/// Accepting a member invitation.
#[derive(InputObject)]
pub struct AcceptMemberInvitationInput {
    /// The token from the link in the mail. Your own verified address must be the one it was sent to.
    pub token: String,
}

/// Declining a member invitation.
#[derive(InputObject)]
pub struct DeclineMemberInvitationInput {
    /// The token from the link in the mail. Nobody has to be signed in.
    pub token: String,
}

payload! {
    /// The new invitation. The mail is on its way.
    InviteMemberPayload {
        /// The invitation.
        member_invitation: MemberInvitation
    }
    /// The invitation that is sent again.
    ResendMemberInvitationPayload {
        /// The invitation.
        member_invitation: MemberInvitation
    }
    /// The withdrawn invitation.
    RevokeMemberInvitationPayload {
        /// The invitation.
        member_invitation: MemberInvitation
    }
    /// Your new membership.
    AcceptMemberInvitationPayload {
        /// You as a member.
        member: Member
    }
    /// The declined invitation.
    DeclineMemberInvitationPayload {
        /// The id of the invitation.
        member_invitation_id: ID
    }
}

pub(super) async fn invite(ctx: &Context<'_>, input: InviteMemberInput) -> Result<InviteMemberPayload> {
    let InviteMemberInput {
        organization_id,
        email,
        display_name,
        access_role,
        expires_in_seconds,
        course_ids,
    } = input;
    let request = RequestContext::of(ctx)?;
    let target =
        parse_id("organizationId", &organization_id).map(|id| Target::organization("organizationId", id));
    let courses = parse_ids("courseIds", &course_ids.unwrap_or_default());
    let new = courses.map(|courses| commands::InviteMember {
        email,
        display_name,
        access_role: access_role.map(Into::into),
        expires_in_seconds,
        courses,
    });
    let done = in_organization(&request, target, |tx| {
        let new = new.clone();
        async move { commands::invite_member(tx, new?).await }.boxed()
    })
    .await?;
    Ok(shown(ctx, done).await?.into())
}

async fn shown(
    ctx: &Context<'_>,
    done: Outcome<member_invitation::Model>,
) -> Result<Outcome<MemberInvitation>> {
    let request = RequestContext::of(ctx)?;
    Ok(match done {
        Ok(row) => Ok(MemberInvitation::new(
            view_after(&request, row.organization_id),
            row.into(),
        )),
        Err(refused) => Err(refused),
    })
}

async fn on_invitation<F>(ctx: &Context<'_>, id: &ID, work: F) -> Result<Outcome<MemberInvitation>>
where
    F: for<'a> Fn(
        &'a OrgTx,
        MemberInvitationId,
    ) -> BoxFuture<'a, std::result::Result<member_invitation::Model, Failure>>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<MemberInvitationId>("id", id);
    let target = id
        .clone()
        .map(|id| Target::of::<member_invitation::Entity>("id", id));
    let done = in_organization(&request, target, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    })
    .await?;
    shown(ctx, done).await
}

pub(super) async fn resend(
    ctx: &Context<'_>,
    input: ResendMemberInvitationInput,
) -> Result<ResendMemberInvitationPayload> {
    let ResendMemberInvitationInput {
        id,
        expires_in_seconds,
    } = input;
    let done = on_invitation(ctx, &id, |tx, id| {
        commands::resend_member_invitation(tx, id, expires_in_seconds).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn revoke(
    ctx: &Context<'_>,
    input: RevokeMemberInvitationInput,
) -> Result<RevokeMemberInvitationPayload> {
    let RevokeMemberInvitationInput { id } = input;
    let done = on_invitation(ctx, &id, |tx, id| {
        commands::revoke_member_invitation(tx, id).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn accept(
    ctx: &Context<'_>,
    input: AcceptMemberInvitationInput,
) -> Result<AcceptMemberInvitationPayload> {
    let AcceptMemberInvitationInput { token } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let accepted =
        commands::accept_member_invitation(&request.store, &request.actor, Some(request.request), &token)
            .await;
    Ok(match settle(accepted)? {
        Ok((_, row)) => Ok(Member::new(view_after(&request, row.organization_id), row.into())),
        Err(refused) => Err(refused),
    }
    .into())
}

pub(super) async fn decline(
    ctx: &Context<'_>,
    input: DeclineMemberInvitationInput,
) -> Result<DeclineMemberInvitationPayload> {
    let DeclineMemberInvitationInput { token } = input;
    let request = RequestContext::of(ctx)?;
    let declined =
        commands::decline_member_invitation(&request.store, &request.actor, Some(request.request), &token)
            .await;
    Ok(settle(declined)?.map(|row| row.id.to_string().into()).into())
}
