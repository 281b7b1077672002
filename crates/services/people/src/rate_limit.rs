//! What an organization's requests may cost per minute.

use crate::changes::{Changes, put};
use authz::actions;
use entities::{event::EventAction, organization};
use kernel::{Code, OrganizationId, Problem};
use sea_orm::ActiveValue::Set;
use std::ops::RangeInclusive;
use store::{Failure, NewEvent, OrgTx};

/// Less would lock an organization out of its own pages; more than this nobody can use.
const POINTS: RangeInclusive<i32> = 1_000..=1_000_000_000;

/// Gives an organization a budget of its own, in points per minute, or takes it away again: then it has what all have. The same
/// budget again changes nothing. Refuses with `OUT_OF_RANGE`.
pub async fn set_rate_limit(
    tx: &OrgTx,
    id: OrganizationId,
    points_per_minute: Option<i32>,
) -> Result<organization::Model, Failure> {
    let granted = tx
        .load_for::<actions::SetOrganizationRateLimit>("organizationId", id)
        .await?;
    if points_per_minute.is_some_and(|points| !POINTS.contains(&points)) {
        let problem = Problem::at("pointsPerMinute", Code::OutOfRange)
            .with("min", *POINTS.start())
            .with("max", *POINTS.end());
        return Err(problem.into());
    }
    let mut changes = Changes::default();
    let points = changes.note(
        "pointsPerMinute",
        &granted.points_per_minute,
        Some(points_per_minute),
    );
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.points_per_minute, points);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::OrganizationRateLimitSet, updated.id)))
        .await?;
    Ok(updated)
}
