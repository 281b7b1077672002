//! Changing how much somebody earns, from a moment on.

use super::{
    Loaded, check_pool, create::smallest, end::finish, load, may_end, pool::Window, tell_created,
    window_empty,
};
use crate::input;
use chrono::{DateTime, Utc};
use entities::attribution;
use kernel::{AttributionId, Code, Problem, Problems};
use rust_decimal::Decimal;
use sea_orm::ActiveValue::Set;
use store::{Failure, OrgTx};

/// Another share from a moment on.
#[derive(Clone, Debug)]
pub struct ChangeShare {
    /// How much, as a percentage with at most four decimals.
    pub share: Decimal,
    /// From when on; now, if not given.
    pub effective_from: Option<DateTime<Utc>>,
}

/// What a change has made of an attribution.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The one that ended.
    pub ended: attribution::Model,
    /// The one that goes on, with the new share and the end that the other one had.
    pub begun: attribution::Model,
}

/// Ends an attribution at a moment and begins another with a new share at the same moment, so that the past stays as it
/// was. The same share changes nothing.
///
/// Refuses with `OUT_OF_RANGE`, `PERCENT_TOO_PRECISE`, `WINDOW_EMPTY`, `ATTRIBUTION_HAS_EARNED`, `NOT_AN_EMPLOYEE`,
/// `REVENUE_POOL_EXCEEDED`.
pub async fn change_attribution_share(
    tx: &OrgTx,
    id: AttributionId,
    change: ChangeShare,
) -> Result<Changed, Failure> {
    let Loaded {
        product,
        row,
        is_employed,
    } = load(tx, id).await?;
    let by = input::employee(tx)?;
    let ChangeShare {
        share,
        effective_from,
    } = change;
    let at = effective_from.unwrap_or_else(|| tx.now());
    let mut problems = Problems::default();
    let share = problems.take(input::rate("share", share, smallest()?));
    if share.is_some_and(|share| share.ppm() == row.share_ppm) {
        return Ok(Changed {
            ended: row.clone(),
            begun: row.clone(),
        });
    }
    may_end(tx, &mut problems, "effectiveFrom", &row, at).await?;
    if let Some(to) = row.effective_to {
        problems.require(at < to, || window_empty("effectiveFrom", at, to));
    }
    problems.require(is_employed, || Problem::at("id", Code::NotAnEmployee));
    problems.into_result()?;
    let share = share.ok_or(Failure::Defect("a checked input is incomplete"))?;
    let wanted = Window {
        from: at,
        to: row.effective_to,
        share_ppm: share.ppm().into(),
    };
    check_pool(tx, &product, Some(row.id), wanted).await?;
    let next = attribution::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        product_id: Set(row.product_id),
        employee_id: Set(row.employee_id),
        kind: Set(row.kind),
        share_ppm: Set(share.ppm()),
        effective_from: Set(at),
        effective_to: Set(row.effective_to),
        set_by_employee_id: Set(by),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let ended = finish(tx, row, at).await?;
    let begun = tx.create_from::<_, attribution::Entity>(&product, next).await?;
    tell_created(tx, &begun).await?;
    Ok(Changed { ended, begun })
}
