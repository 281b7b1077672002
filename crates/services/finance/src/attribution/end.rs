//! Ending a share.

use super::{Loaded, check_pool, load, may_end, pool::Window};
use crate::input::{self, moment};
use authz::Action;
use chrono::{DateTime, Utc};
use entities::{attribution, event::EventAction};
use kernel::{AttributionId, Code, Problem, Problems};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Sets when a share ends, at a moment that does not belong to it any more; now, if none is given. A later end than
/// before makes it last longer, where the other shares leave room. What was earned stays earned.
///
/// Refuses with `WINDOW_EMPTY`, `ATTRIBUTION_HAS_EARNED`, `NOT_AN_EMPLOYEE` where it is to last longer, `REVENUE_POOL_EXCEEDED`.
pub async fn end_attribution(
    tx: &OrgTx,
    id: AttributionId,
    effective_to: Option<DateTime<Utc>>,
) -> Result<attribution::Model, Failure> {
    let Loaded {
        product,
        row,
        is_employed,
    } = load(tx, id).await?;
    input::employee(tx)?;
    let to = effective_to.unwrap_or_else(|| tx.now());
    if row.effective_to == Some(to) {
        return Ok(row.clone());
    }
    let mut problems = Problems::default();
    may_end(tx, &mut problems, "effectiveTo", &row, to).await?;
    let is_longer = row.effective_to.is_some_and(|was| to > was);
    problems.require(is_employed || !is_longer, || {
        Problem::at("id", Code::NotAnEmployee)
    });
    problems.into_result()?;
    let wanted = Window {
        from: row.effective_from,
        to: Some(to),
        share_ppm: row.share_ppm.into(),
    };
    check_pool(tx, &product, Some(row.id), wanted).await?;
    finish(tx, row, to).await
}

/// Writes the end, and tells the log.
pub(super) async fn finish<A: Action<On = attribution::Entity>>(
    tx: &OrgTx,
    row: Granted<A>,
    to: DateTime<Utc>,
) -> Result<attribution::Model, Failure> {
    let (was, version) = (row.effective_to, row.version + 1);
    let ended = tx
        .update(row, |row| {
            row.effective_to = Set(Some(to));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::AttributionEnded, ended.id)
            .before(json!({ "effectiveTo": was.map(moment) }))
            .after(json!({ "effectiveTo": moment(to) })),
    )
    .await?;
    Ok(ended)
}
