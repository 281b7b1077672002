//! Changing members.

use crate::base::{Outcome, in_organization, parse_id, patch, payload, view_after};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use entities::member;
use futures::{FutureExt, future::BoxFuture};
use graph::{AccessRole, CustomerType, Member, RequestContext};
use kernel::MemberId;
use people::member as commands;
use store::{Failure, OrgTx, Target};

/// What changes in a member. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateMemberInput {
    /// The member.
    pub id: ID,
    /// The name shown in this organization. Members may change their own.
    pub display_name: MaybeUndefined<String>,
    /// What kind of customer the member is.
    pub customer_type: MaybeUndefined<CustomerType>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Withholding a member's access for a time.
#[derive(InputObject)]
pub struct SuspendMemberInput {
    /// The member.
    pub id: ID,
    /// Why; the member can read it.
    pub reason: String,
}

/// Giving a suspended member access again.
#[derive(InputObject)]
pub struct ReinstateMemberInput {
    /// The member.
    pub id: ID,
}

/// Ending a membership.
#[derive(InputObject)]
pub struct RemoveMemberInput {
    /// The member.
    pub id: ID,
    /// Why; the member can read it.
    pub reason: Option<String>,
}

/// Ending your own membership.
#[derive(InputObject)]
pub struct LeaveOrganizationInput {
    /// The organization to leave.
    pub organization_id: ID,
}

/// Becoming a member of a public organization.
#[derive(InputObject)]
pub struct JoinOrganizationInput {
    /// The organization to join.
    pub organization_id: ID,
}

/// Giving a member another access role.
#[derive(InputObject)]
pub struct ChangeAccessRoleInput {
    /// The member.
    pub id: ID,
    /// The new role, at most as powerful as your own.
    pub access_role: AccessRole,
}

payload! {
    /// The changed member.
    UpdateMemberPayload {
        /// The member.
        member: Member
    }
    /// The suspended member.
    SuspendMemberPayload {
        /// The member.
        member: Member
    }
    /// The reinstated member.
    ReinstateMemberPayload {
        /// The member.
        member: Member
    }
    /// The removed member.
    RemoveMemberPayload {
        /// The member.
        member: Member
    }
    /// The member with the new role.
    ChangeAccessRolePayload {
        /// The member.
        member: Member
    }
    /// Your membership.
    JoinOrganizationPayload {
        /// You, as a member.
        member: Member
    }
    /// The membership that has ended.
    LeaveOrganizationPayload {
        /// Your id as a member there, in case you come back: the row is kept.
        member_id: ID
    }
}

/// Runs a command on a member and shows the member afterwards.
pub(super) async fn on_member<F>(ctx: &Context<'_>, id: &ID, work: F) -> Result<Outcome<Member>>
where
    F: for<'a> Fn(&'a OrgTx, MemberId) -> BoxFuture<'a, std::result::Result<member::Model, Failure>>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<MemberId>("id", id);
    let target = id.clone().map(|id| Target::of::<member::Entity>("id", id));
    let done = in_organization(&request, target, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Member::new(view_after(&request, row.organization_id), row.into())),
        Err(refused) => Err(refused),
    })
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateMemberInput) -> Result<UpdateMemberPayload> {
    let UpdateMemberInput {
        id,
        display_name,
        customer_type,
        expected_version,
    } = input;
    let change = commands::UpdateMember {
        display_name: patch(display_name, |name| name),
        customer_type: patch(customer_type, Into::into),
        expected_version,
    };
    let done = on_member(ctx, &id, |tx, id| {
        commands::update_member(tx, id, change.clone()).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn suspend(ctx: &Context<'_>, input: SuspendMemberInput) -> Result<SuspendMemberPayload> {
    let SuspendMemberInput { id, reason } = input;
    let done = on_member(ctx, &id, |tx, id| {
        let reason = reason.clone();
        async move { commands::suspend_member(tx, id, &reason).await }.boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn reinstate(
    ctx: &Context<'_>,
    input: ReinstateMemberInput,
) -> Result<ReinstateMemberPayload> {
    let ReinstateMemberInput { id } = input;
    let done = on_member(ctx, &id, |tx, id| commands::reinstate_member(tx, id).boxed());
    Ok(done.await?.into())
}

pub(super) async fn remove(ctx: &Context<'_>, input: RemoveMemberInput) -> Result<RemoveMemberPayload> {
    let RemoveMemberInput { id, reason } = input;
    let done = on_member(ctx, &id, |tx, id| {
        let reason = reason.clone();
        async move { commands::remove_member(tx, id, reason.as_deref()).await }.boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn change_access_role(
    ctx: &Context<'_>,
    input: ChangeAccessRoleInput,
) -> Result<ChangeAccessRolePayload> {
    let ChangeAccessRoleInput { id, access_role } = input;
    let done = on_member(ctx, &id, |tx, id| {
        commands::change_access_role(tx, id, access_role.into()).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn leave(
    ctx: &Context<'_>,
    input: LeaveOrganizationInput,
) -> Result<LeaveOrganizationPayload> {
    let LeaveOrganizationInput { organization_id } = input;
    let request = RequestContext::of(ctx)?;
    let target =
        parse_id("organizationId", &organization_id).map(|id| Target::organization("organizationId", id));
    let done = in_organization(&request, target, |tx| {
        async move {
            match tx.access().member() {
                Some(own) => commands::leave_organization(tx, own).await,
                None => Err(Failure::NotFound("organizationId")),
            }
        }
        .boxed()
    })
    .await?;
    request.forget_views();
    Ok(done.map(|row| row.id.to_string().into()).into())
}

pub(super) async fn join(ctx: &Context<'_>, input: JoinOrganizationInput) -> Result<JoinOrganizationPayload> {
    let JoinOrganizationInput { organization_id } = input;
    let request = RequestContext::of(ctx)?;
    let target =
        parse_id("organizationId", &organization_id).map(|id| Target::organization("organizationId", id));
    let done = in_organization(&request, target, |tx| commands::join_organization(tx).boxed()).await?;
    Ok(match done {
        Ok(row) => Ok(Member::new(view_after(&request, row.organization_id), row.into())),
        Err(refused) => Err(refused),
    }
    .into())
}
