//! Changing an offer. What it takes off and its code stay: another discount is another offer.

use super::{group, position, uses};
use crate::{
    changes::{Changes, checked, put, unchanged_since},
    window,
};
use authz::actions;
use chrono::{DateTime, Utc};
use entities::{event::EventAction, offer};
use kernel::{Code, OfferId, Patch, Problem, Problems, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// New data of an offer.
#[derive(Clone, Debug, Default)]
pub struct UpdateOffer {
    /// The name shown.
    pub name: Patch<String>,
    /// Of the offers with the same word here only the best one counts.
    pub exclusive_group: Patch<String>,
    /// The order in which offers are applied, smallest first.
    pub position: Patch<i32>,
    /// Until when it can be used.
    pub ends_at: Patch<DateTime<Utc>>,
    /// How many orders may use it, those that did included.
    pub max_uses: Patch<i32>,
    /// How many orders of one member may use it.
    pub max_uses_per_member: Patch<i32>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes an offer. Orders that used it stay what they are.
///
/// Refuses with `IN_THE_PAST`, `OUT_OF_RANGE` (also below what was used already), `VERSION_CONFLICT`.
pub async fn update_offer(tx: &OrgTx, id: OfferId, input: UpdateOffer) -> Result<offer::Model, Failure> {
    let granted = tx.load_for::<actions::EditOffer>("id", id).await?;
    let UpdateOffer {
        name,
        exclusive_group,
        position: place,
        ends_at,
        max_uses,
        max_uses_per_member,
        expected_version,
    } = input;
    let mut problems = Problems::default();
    let name = checked(&mut problems, "name", name, |text| {
        line("name", &text, TextLimits::NAME)
    });
    let group = problems.take(exclusive_group.try_map(|text| group(&text)));
    let group = group.and_then(|patch| patch.changed().map(Option::flatten));
    let place = checked(&mut problems, "position", place, position);
    let ends_at = problems.take(ends_at.try_map(|at| window::future(tx, "endsAt", at)));
    let ends_at = ends_at.and_then(Patch::changed);
    if let Some(Some(end)) = ends_at {
        problems.require(end > granted.starts_at, || {
            Problem::at("endsAt", Code::EndsTooEarly).with("after", crate::moment(granted.starts_at))
        });
    }
    let max_uses = problems.take(max_uses.try_map(|max| {
        uses("maxUses", max).and_then(|max| {
            if max >= granted.uses {
                return Ok(max);
            }
            let problem = Problem::at("maxUses", Code::OutOfRange).with("min", granted.uses);
            Err(problem.with("max", super::MOST))
        })
    }));
    let max_uses = max_uses.and_then(Patch::changed);
    let per_member = max_uses_per_member.try_map(|max| uses("maxUsesPerMember", max));
    let per_member = problems.take(per_member).and_then(Patch::changed);
    problems.into_result()?;
    unchanged_since(expected_version, granted.version)?;

    let mut changes = Changes::default();
    let name = changes.note("name", &granted.name, name);
    let group = changes.note("exclusiveGroup", &granted.exclusive_group, group);
    let place = changes.note("position", &granted.position, place);
    let ends_at = changes.note("endsAt", &granted.ends_at, ends_at);
    let max_uses = changes.note("maxUses", &granted.max_uses, max_uses);
    let per_member = changes.note("maxUsesPerMember", &granted.max_uses_per_member, per_member);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.name, name);
            put(&mut row.exclusive_group, group);
            put(&mut row.position, place);
            put(&mut row.ends_at, ends_at);
            put(&mut row.max_uses, max_uses);
            put(&mut row.max_uses_per_member, per_member);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::OfferUpdated, updated.id)))
        .await?;
    Ok(updated)
}

/// Switches an offer off, or on again.
pub async fn set_offer_active(tx: &OrgTx, id: OfferId, is_active: bool) -> Result<offer::Model, Failure> {
    let granted = tx.load_for::<actions::EditOffer>("id", id).await?;
    if granted.is_active == is_active {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            row.is_active = Set(is_active);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    let action = if is_active {
        EventAction::OfferActivated
    } else {
        EventAction::OfferDeactivated
    };
    let event = NewEvent::new(action, updated.id).before(json!({ "isActive": !is_active }));
    tx.emit(event.after(json!({ "isActive": is_active }))).await?;
    Ok(updated)
}
