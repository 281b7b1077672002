//! Places in a list, from 1 and without gaps.

use authz::{Entails, Owned};
use entities::{category, chapter, lesson, quiz_question};
use kernel::{Code, Problem, TypedId};
use sea_orm::{ActiveModelBehavior, ActiveValue::Set, EntityTrait, IntoActiveModel};
use store::{Failure, Granted, OrgTx};

/// A row with a place among its siblings.
pub(crate) trait Placed: Owned {
    /// Its id.
    type Id: TypedId;
    /// Which row.
    fn id(row: &Self::Model) -> Self::Id;
    /// Its place.
    fn position(row: &Self::Model) -> i32;
    /// Gives it another one.
    fn put(row: &mut Self::ActiveModel, position: i32);
}

macro_rules! placed {
    ($($module:ident $id:ident;)*) => {$(
        impl Placed for $module::Entity {
            type Id = kernel::$id;
            fn id(row: &Self::Model) -> Self::Id {
                row.id
            }
            fn position(row: &Self::Model) -> i32 {
                row.position
            }
            fn put(row: &mut Self::ActiveModel, position: i32) {
                row.position = Set(position);
            }
        }
    )*};
}

placed! {
    category CategoryId;
    chapter ChapterId;
    lesson LessonId;
    quiz_question QuizQuestionId;
}

/// Locked rows of one list.
pub(crate) type Siblings<A, E> = Vec<Granted<authz::Consequence<A, E>>>;

/// The place behind the last of so many.
pub(crate) fn next(count: u64, max: i32) -> Result<i32, Problem> {
    i32::try_from(count)
        .ok()
        .filter(|count| *count < max)
        .map(|count| count + 1)
        .ok_or_else(|| Problem::new(Code::OutOfRange).with("max", max))
}

/// A place from the first to the last of the list.
pub(crate) fn checked(field: &'static str, position: i32, count: usize) -> Result<usize, Problem> {
    let max = i32::try_from(count.max(1)).unwrap_or(i32::MAX);
    crate::changes::within(field, position, 1, max)?;
    Ok(usize::try_from(position - 1).unwrap_or_default())
}

/// Puts rows in the order of their places.
pub(crate) fn sort<A: Entails<E>, E: Placed>(rows: &mut Siblings<A, E>) {
    rows.sort_by_key(|row| (E::position(row), E::id(row).uuid()));
}

/// Moves one of the rows, or inserts it, at a place counted from zero, and stores every place that differs.
pub(crate) async fn arrange<A, E>(
    tx: &OrgTx,
    mut rows: Siblings<A, E>,
    moved: Option<(E::Id, usize)>,
) -> Result<(), Failure>
where
    A: Entails<E>,
    E: Placed,
    E::ActiveModel: ActiveModelBehavior + Send,
    <E as EntityTrait>::Model: IntoActiveModel<E::ActiveModel>,
{
    sort(&mut rows);
    if let Some((id, place)) = moved
        && let Some(from) = rows.iter().position(|row| E::id(row) == id)
    {
        let row = rows.remove(from);
        rows.insert(place.min(rows.len()), row);
    }
    for (place, row) in (1..).zip(rows) {
        if E::position(&row) != place {
            tx.update(row, |columns| E::put(columns, place)).await?;
        }
    }
    Ok(())
}
