//! Pages by key: the condition is a range on the index, so page 400 costs what page 1 costs.

use crate::StoreError;
use chrono::DateTime;
use kernel::{Cursor, Direction, PageRequest};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Value,
};

/// The order of a list: one column, then the id, in one direction.
#[derive(Clone, Copy, Debug)]
pub struct Keyset<E: EntityTrait> {
    /// The name of the order, as cursors carry it.
    pub name: &'static str,
    /// What it is ordered by.
    pub column: E::Column,
    /// The primary key.
    pub id: E::Column,
    /// Whether the order falls.
    pub descending: bool,
    /// Whether the column holds moments; otherwise it holds text.
    pub is_time: bool,
}

impl<E: EntityTrait> Keyset<E> {
    fn value(&self, cursor: &Cursor) -> Result<Value, StoreError> {
        if !self.is_time {
            return Ok(cursor.key.clone().into());
        }
        let moment = cursor
            .key
            .parse()
            .ok()
            .and_then(DateTime::from_timestamp_micros)
            .ok_or_else(|| StoreError::Database(DbErr::Custom("a cursor without a moment".to_owned())))?;
        Ok(moment.into())
    }

    /// Rows strictly on one side of the cursor. The first comparison is redundant and makes it a range of the index.
    fn beyond(&self, cursor: &Cursor, greater: bool) -> Result<Condition, StoreError> {
        let key = self.value(cursor)?;
        let (column, id) = (self.column, self.id);
        let (bound, strict, tie) = if greater {
            (column.gte(key.clone()), column.gt(key.clone()), id.gt(cursor.id))
        } else {
            (column.lte(key.clone()), column.lt(key.clone()), id.lt(cursor.id))
        };
        Ok(Condition::all().add(bound).add(
            Condition::any()
                .add(strict)
                .add(Condition::all().add(column.eq(key)).add(tie)),
        ))
    }
}

pub(crate) fn apply<E: EntityTrait>(
    mut select: Select<E>,
    keyset: &Keyset<E>,
    page: &PageRequest,
) -> Result<Select<E>, StoreError> {
    if let Some(after) = &page.after {
        select = select.filter(keyset.beyond(after, !keyset.descending)?);
    }
    if let Some(before) = &page.before {
        select = select.filter(keyset.beyond(before, keyset.descending)?);
    }
    let backward = page.direction == Direction::Backward;
    let order = if keyset.descending == backward {
        Order::Asc
    } else {
        Order::Desc
    };
    Ok(select
        .order_by(keyset.column, order.clone())
        .order_by(keyset.id, order)
        .limit(page.limit + 1))
}
