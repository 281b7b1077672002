//! Granting and revoking single permissions.

use crate::base::{in_organization, parse_id, payload, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use entities::{member, permission_grant};
use futures::FutureExt;
use graph::{Permission, PermissionGrant, PermissionScope, RequestContext};
use kernel::{MemberId, PermissionGrantId};
use people::permission as commands;
use store::Target;

/// Giving a member a single permission.
#[derive(InputObject)]
pub struct GrantPermissionInput {
    /// The member.
    pub member_id: ID,
    /// The permission; you must hold it yourself for the whole organization.
    pub permission: Permission,
    /// How far it reaches.
    pub scope: PermissionScope,
}

/// Taking a single permission back.
#[derive(InputObject)]
pub struct RevokePermissionInput {
    /// The grant.
    pub id: ID,
}

payload! {
    /// The new grant.
    GrantPermissionPayload {
        /// The grant.
        permission_grant: PermissionGrant
    }
    /// The grant that is gone.
    RevokePermissionPayload {
        /// The id of the grant that was taken back.
        revoked_id: ID
    }
}

pub(super) async fn grant(ctx: &Context<'_>, input: GrantPermissionInput) -> Result<GrantPermissionPayload> {
    let GrantPermissionInput {
        member_id,
        permission,
        scope,
    } = input;
    let request = RequestContext::of(ctx)?;
    let member = parse_id::<MemberId>("memberId", &member_id);
    let target = member
        .clone()
        .map(|id| Target::of::<member::Entity>("memberId", id));
    let done = in_organization(&request, target, |tx| {
        let member = member.clone();
        async move { commands::grant_permission(tx, member?, permission.into(), scope.into()).await }.boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(PermissionGrant::new(
            view_after(&request, row.organization_id),
            row,
        )),
        Err(refused) => Err(refused),
    }
    .into())
}

pub(super) async fn revoke(
    ctx: &Context<'_>,
    input: RevokePermissionInput,
) -> Result<RevokePermissionPayload> {
    let RevokePermissionInput { id } = input;
    let request = RequestContext::of(ctx)?;
    let grant = parse_id::<PermissionGrantId>("id", &id);
    let target = grant
        .clone()
        .map(|id| Target::of::<permission_grant::Entity>("id", id));
    let done = in_organization(&request, target, |tx| {
        let grant = grant.clone();
        async move { commands::revoke_permission(tx, grant?).await }.boxed()
    })
    .await?;
    request.forget_views();
    Ok(done.map(|_gone| id).into())
}
