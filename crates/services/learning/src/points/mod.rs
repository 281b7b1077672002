//! Points: every movement is a row that counts once, and the balance moves with it.

mod balance;
mod grant;

pub use grant::{NewPoints, grant_points};

pub(crate) use balance::spend;

use authz::{Entails, Yields};
use balance::earn;
use entities::{
    point_balance,
    point_entry::{self, PointKind},
};
use kernel::{MemberId, TypedId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use store::{Failure, Granted, OrgTx};
use uuid::Uuid;

/// The thing that points are given or spent for.
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

/// One movement: positive amounts are earned, negative ones spent.
#[derive(Clone, Debug)]
pub(crate) struct Movement {
    pub(crate) member: MemberId,
    pub(crate) kind: PointKind,
    pub(crate) source: Source,
    pub(crate) amount: i64,
    pub(crate) note: Option<String>,
}

/// Gives a member the points for something, unless they have had them.
pub(crate) async fn award<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    member: MemberId,
    (kind, amount): (PointKind, i64),
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
    let movement = Movement {
        member,
        kind,
        source,
        amount,
        note: None,
    };
    earn(tx, because, movement).await?;
    Ok(())
}

/// Writes a movement down.
async fn record<A: Yields<point_entry::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    movement: &Movement,
) -> Result<(), Failure> {
    let row = point_entry::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        member_id: Set(movement.member),
        kind: Set(movement.kind),
        source_type: Set(movement.source.kind.to_owned()),
        source_id: Set(movement.source.id),
        amount: Set(movement.amount),
        note: Set(movement.note.clone()),
        created_at: Set(tx.now()),
    };
    tx.create_raced_from::<A, point_entry::Entity>(because, row)
        .await?;
    Ok(())
}
