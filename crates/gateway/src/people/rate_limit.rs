//! Giving an organization a budget of its own for its requests.

use crate::base::{in_organization, parse_id, payload, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use futures::FutureExt;
use graph::{Organization, RequestContext};
use kernel::OrganizationId;
use people::rate_limit::set_rate_limit;
use store::Target;

/// What an organization's requests may cost.
#[derive(InputObject)]
pub struct SetOrganizationRateLimitInput {
    /// The organization.
    pub organization_id: ID,
    /// Points per minute, 1,000 to 1,000,000,000; null gives it what every organization has on this server.
    pub points_per_minute: Option<i32>,
}

payload! {
    /// The organization with its new budget.
    SetOrganizationRateLimitPayload {
        /// The organization.
        organization: Organization
    }
}

pub(super) async fn set(
    ctx: &Context<'_>,
    input: SetOrganizationRateLimitInput,
) -> Result<SetOrganizationRateLimitPayload> {
    let SetOrganizationRateLimitInput {
        organization_id,
        points_per_minute,
    } = input;
    let request = RequestContext::of(ctx)?;
    let target = parse_id::<OrganizationId>("organizationId", &organization_id)
        .map(|id| Target::organization("organizationId", id));
    let done = in_organization(&request, target, |tx| {
        set_rate_limit(tx, tx.organization(), points_per_minute).boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Organization::of(view_after(&request, row.id)).await?),
        Err(refused) => Err(refused),
    }
    .into())
}
