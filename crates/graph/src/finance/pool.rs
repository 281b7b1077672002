//! The pool of a product: how much of it is given away, and when.

use super::{Attribution, keys::AttributionsByProduct, value::percentage};
use crate::{DateTime, Decimal, OrgView};
use async_graphql::{Result, SimpleObject};
use authz::Access;
use chrono::Utc;
use entities::{attribution, permission_grant::Permission};
use kernel::{ProductId, Rate};
use std::collections::BTreeSet;

/// How much of what a product earns is shared at a moment, and how that changes over time.
#[derive(SimpleObject, Debug)]
pub struct RevenuePool {
    /// The moment.
    pub at: DateTime,
    /// The shares in force then, together, as a percentage: `"85.00"`. Never more than `"100.00"`.
    pub pool_allocated: Decimal,
    /// What can still be given away then, as a percentage.
    pub available: Decimal,
    /// The attributions in force then, the oldest first.
    pub attributions: Vec<Attribution>,
    /// Every interval during which the shares stay the same, the earliest first. Times without any share are left out.
    pub timeline: Vec<RevenuePoolInterval>,
}

/// A time during which the shares of a product stay the same.
#[derive(SimpleObject, Debug)]
pub struct RevenuePoolInterval {
    /// Its beginning, which belongs to it.
    pub from: DateTime,
    /// Its end, which does not belong to it; null: for good.
    pub until: Option<DateTime>,
    /// The shares, together, as a percentage.
    pub pool_allocated: Decimal,
    /// What can still be given away, as a percentage.
    pub available: Decimal,
    /// The attributions in force, the oldest first.
    pub attributions: Vec<Attribution>,
}

/// Whether the actor sees every share, and not only their own.
fn sees_all(access: &Access) -> bool {
    access.may(Permission::ManageAttribution) || access.may(Permission::PostAccounting)
}

pub(crate) async fn pool_of(
    view: &OrgView,
    product: ProductId,
    at: Option<DateTime>,
) -> Result<Option<RevenuePool>> {
    if !view.is_visible().await? || !sees_all(view.access().await?) {
        return Ok(None);
    }
    let at = at.map_or(view.request()?.store.now(), |at| at.0);
    let rows = view
        .load(AttributionsByProduct(product))
        .await?
        .unwrap_or_default();
    let instants: BTreeSet<_> = rows
        .iter()
        .flat_map(|row| [Some(row.effective_from), row.effective_to])
        .flatten()
        .collect();
    let mut timeline = Vec::new();
    let mut following = instants.iter().skip(1);
    for from in &instants {
        let until = following.next().copied();
        let (allocated, available, attributions) = shared(view, &rows, *from);
        if !attributions.is_empty() {
            timeline.push(RevenuePoolInterval {
                from: DateTime(*from),
                until: until.map(DateTime),
                pool_allocated: allocated,
                available,
                attributions,
            });
        }
    }
    let (pool_allocated, available, attributions) = shared(view, &rows, at);
    Ok(Some(RevenuePool {
        at: DateTime(at),
        pool_allocated,
        available,
        attributions,
        timeline,
    }))
}

fn shared(
    view: &OrgView,
    rows: &[attribution::Model],
    at: chrono::DateTime<Utc>,
) -> (Decimal, Decimal, Vec<Attribution>) {
    let in_force = rows
        .iter()
        .filter(|row| row.effective_from <= at && row.effective_to.is_none_or(|to| at < to));
    let allocated: i64 = in_force.clone().map(|row| i64::from(row.share_ppm)).sum();
    let available = i64::from(Rate::WHOLE.ppm()) - allocated;
    let attributions = in_force
        .map(|row| Attribution::new(view.clone(), row.clone()))
        .collect();
    (percentage(allocated), percentage(available), attributions)
}
