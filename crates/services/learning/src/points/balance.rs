//! What a member has: it grows with what they earn, and what they spend is taken from the spendable part only.

use super::{Movement, record};
use authz::{Consequence, Entails, Yields};
use entities::{
    event::EventAction,
    point_balance::{self, Model as Balance},
    point_entry,
};
use kernel::{Code, MemberId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};
use store::{Failure, Granted, NewEvent, OrgTx};

/// The balance of a member, locked; there is none before their first point.
async fn balance<A: Entails<point_balance::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    member: MemberId,
) -> Result<Option<Granted<Consequence<A, point_balance::Entity>>>, Failure> {
    let which = point_balance::Column::MemberId.eq(member);
    let found = tx
        .load_entailed::<A, point_balance::Entity>(because, which)
        .await?;
    Ok(found.into_iter().next())
}

/// Adds to a balance, or opens it.
pub(super) async fn earn<A>(tx: &OrgTx, because: &Granted<A>, movement: Movement) -> Result<Balance, Failure>
where
    A: Yields<point_entry::Entity> + Yields<point_balance::Entity> + Entails<point_balance::Entity>,
{
    record(tx, because, &movement).await?;
    let (member, amount) = (movement.member, movement.amount);
    let known = balance(tx, because, member).await?;
    let before = known
        .as_deref()
        .map_or((0, 0), |row| (row.lifetime, row.spendable));
    let too_many = || Failure::Defect("more points than can be counted");
    let lifetime = before.0.checked_add(amount).ok_or_else(too_many)?;
    let spendable = before.1.checked_add(amount).ok_or_else(too_many)?;
    let now = if let Some(known) = known {
        tx.update(known, |row| {
            row.lifetime = Set(lifetime);
            row.spendable = Set(spendable);
            row.updated_at = Set(tx.now());
        })
        .await?
    } else {
        let row = point_balance::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            member_id: Set(member),
            lifetime: Set(lifetime),
            spendable: Set(spendable),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        tx.create_raced_from::<A, point_balance::Entity>(because, row)
            .await?
    };
    tell(tx, EventAction::PointsEarned, &movement, before, &now).await?;
    Ok(now)
}

/// Takes points from what can be spent. Refuses with `INSUFFICIENT_POINTS`.
pub(crate) async fn spend<A>(tx: &OrgTx, because: &Granted<A>, movement: Movement) -> Result<Balance, Failure>
where
    A: Yields<point_entry::Entity> + Entails<point_balance::Entity>,
{
    let required = movement.amount.saturating_neg();
    let known = balance(tx, because, movement.member).await?;
    let available = known.as_deref().map_or(0, |row| row.spendable);
    let Some(known) = known.filter(|row| row.spendable >= required) else {
        return Err(Problem::new(Code::InsufficientPoints)
            .with("available", available)
            .with("required", required)
            .into());
    };
    record(tx, because, &movement).await?;
    let before = (known.lifetime, known.spendable);
    let now = tx
        .update(known, |row| {
            row.spendable = Set(available - required);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tell(tx, EventAction::PointsSpent, &movement, before, &now).await?;
    Ok(now)
}

async fn tell(
    tx: &OrgTx,
    action: EventAction,
    movement: &Movement,
    (lifetime, spendable): (i64, i64),
    now: &Balance,
) -> Result<(), Failure> {
    let mut after = json!({
        "lifetime": now.lifetime,
        "spendable": now.spendable,
        "amount": movement.amount,
        "kind": movement.kind,
        "source": kernel::text_form(movement.source.kind, movement.source.id),
    });
    if let (Some(note), Value::Object(fields)) = (&movement.note, &mut after) {
        fields.insert("note".to_owned(), json!(note));
    }
    tx.emit(
        NewEvent::new(action, movement.member)
            .before(json!({ "lifetime": lifetime, "spendable": spendable }))
            .after(after),
    )
    .await?;
    Ok(())
}
