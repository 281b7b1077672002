//! Points: every movement is a row that counts once, and the balance moves with it.

use authz::{Entails, Yields};
use entities::{
    event::EventAction,
    point_balance,
    point_entry::{self, PointKind},
};
use kernel::{COURSE_COMPLETED_POINTS, MemberId, QUIZ_EXCELLENCE_POINTS, TypedId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};
use uuid::Uuid;

/// The thing that points are given for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    kind: &'static str,
    id: Uuid,
}

impl Source {
    pub(crate) fn of<I: TypedId>(id: I) -> Self {
        Self {
            kind: I::PREFIX,
            id: id.uuid(),
        }
    }
}

/// How many points something is worth.
const fn worth(kind: PointKind) -> i64 {
    match kind {
        PointKind::QuizExcellence => QUIZ_EXCELLENCE_POINTS,
        PointKind::CourseCompleted => COURSE_COMPLETED_POINTS,
    }
}

/// Gives a member the points for something, unless they have had them.
pub(crate) async fn award<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    member: MemberId,
    kind: PointKind,
    source: Source,
) -> Result<(), Failure>
where
    A: Yields<point_entry::Entity> + Yields<point_balance::Entity> + Entails<point_balance::Entity>,
{
    let given = tx
        .find_for_rule::<point_entry::Entity>()
        .filter(
            Condition::all()
                .add(point_entry::Column::MemberId.eq(member))
                .add(point_entry::Column::Kind.eq(kind))
                .add(point_entry::Column::SourceId.eq(source.id)),
        )
        .one()
        .await?;
    if given.is_some() {
        return Ok(());
    }
    let amount = worth(kind);
    let row = point_entry::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        member_id: Set(member),
        kind: Set(kind),
        source_type: Set(source.kind.to_owned()),
        source_id: Set(source.id),
        amount: Set(amount),
        created_at: Set(tx.now()),
    };
    tx.create_from::<A, point_entry::Entity>(because, row)
        .await
        .map_err(crate::enrollment::again_when_taken)?;
    let (before, after) = earn(tx, because, member, amount).await?;
    tx.emit(
        NewEvent::new(EventAction::PointsEarned, member)
            .before(json!({ "lifetime": before.0, "spendable": before.1 }))
            .after(json!({
                "lifetime": after.0,
                "spendable": after.1,
                "amount": amount,
                "kind": kind,
                "source": kernel::text_form(source.kind, source.id),
            })),
    )
    .await?;
    Ok(())
}

/// Adds to a balance, or opens it. Gives lifetime and spendable points before and after.
async fn earn<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    member: MemberId,
    amount: i64,
) -> Result<((i64, i64), (i64, i64)), Failure>
where
    A: Yields<point_balance::Entity> + Entails<point_balance::Entity>,
{
    let which = point_balance::Column::MemberId.eq(member);
    let existing = tx
        .load_entailed::<A, point_balance::Entity>(because, which)
        .await?;
    let Some(balance) = existing.into_iter().next() else {
        let row = point_balance::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            member_id: Set(member),
            lifetime: Set(amount),
            spendable: Set(amount),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        tx.create_from::<A, point_balance::Entity>(because, row)
            .await
            .map_err(crate::enrollment::again_when_taken)?;
        return Ok(((0, 0), (amount, amount)));
    };
    let before = (balance.lifetime, balance.spendable);
    let too_many = || Failure::Defect("more points than can be counted");
    let lifetime = before.0.checked_add(amount).ok_or_else(too_many)?;
    let spendable = before.1.checked_add(amount).ok_or_else(too_many)?;
    tx.update(balance, |row| {
        row.lifetime = Set(lifetime);
        row.spendable = Set(spendable);
        row.updated_at = Set(tx.now());
    })
    .await?;
    Ok((before, (lifetime, spendable)))
}
