//! What an organization's requests may cost.

use async_graphql::{Context, SimpleObject};
use entities::organization;

/// The points per minute of organizations without a budget of their own; nothing, where they are not limited. Whoever serves requests
/// attaches it to them.
#[derive(Clone, Copy, Debug)]
pub struct UsualRateLimit(pub Option<u32>);

/// How many points requests may cost that read or write in an organization. A request costs in each organization it enters what it
/// costs altogether, as `extensions.cost` tells it. Points come back evenly. Each process of the server counts for itself.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct OrganizationRateLimit {
    /// Points per minute; null means that there is no limit.
    pub points_per_minute: Option<i32>,
    /// Whether the organization was given this by the platform's operators; otherwise it is what all organizations have.
    pub is_own: bool,
}

impl OrganizationRateLimit {
    pub(crate) fn of(ctx: &Context<'_>, row: &organization::Model) -> Self {
        let usual = ctx.data_opt::<UsualRateLimit>().and_then(|usual| usual.0);
        let usual = usual.map(|points| i32::try_from(points).unwrap_or(i32::MAX));
        Self {
            points_per_minute: row.points_per_minute.or(usual),
            is_own: row.points_per_minute.is_some(),
        }
    }
}
