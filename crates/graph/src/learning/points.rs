//! What a member has earned.

use crate::{OrgView, Rank, learning::keys::PointsOfMember};
use async_graphql::{Result, SimpleObject};
use entities::permission_grant::Permission;
use kernel::MemberId;

/// What a member has earned. Points are not money.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct MemberPoints {
    /// Everything ever earned; decides the rank and never falls.
    pub lifetime: i32,
    /// What can be spent.
    pub spendable: i32,
    /// What the lifetime points make of the member.
    pub rank: Rank,
    /// The lifetime points from which the next rank is held; null with the highest.
    pub next_rank_at: Option<i32>,
}

impl MemberPoints {
    /// The points of a member. Nothing, where the actor may not see them.
    pub(crate) async fn of(view: &OrgView, member: MemberId) -> Result<Option<Self>> {
        if !view.is_visible().await? {
            return Ok(None);
        }
        let access = view.access().await?;
        if access.member() != Some(member) && !access.may(Permission::ViewAllProgress) {
            return Ok(None);
        }
        let balance = view.load(PointsOfMember(member)).await?;
        let (lifetime, spendable) = balance.map_or((0, 0), |row| (row.lifetime, row.spendable));
        let rank = kernel::Rank::of(lifetime);
        let number = super::enrollment::number;
        Ok(Some(Self {
            lifetime: number(lifetime),
            spendable: number(spendable),
            rank: rank.into(),
            next_rank_at: rank.next().map(|next| number(next.begins_at())),
        }))
    }
}
