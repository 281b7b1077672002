//! Pages by key: the condition is a range on the index, so page 400 costs what page 1 costs.

use crate::StoreError;
use chrono::DateTime;
use kernel::{Cursor, Direction, PageRequest};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Expr, ExprTrait},
};

/// The order of a list, made total by the id.
pub trait Paging<E: EntityTrait> {
    /// Whether the order falls.
    fn is_descending(&self) -> bool;

    /// Rows strictly on one side of the cursor.
    fn beyond(&self, cursor: &Cursor, greater: bool) -> Result<Condition, StoreError>;

    /// Orders the rows.
    fn arrange(&self, select: Select<E>, order: Order) -> Select<E>;
}

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

/// The order of a list by a whole number, such as an average or how well a row fits what is looked for, then by the id.
#[derive(Clone, Debug)]
pub struct Ranking<E: EntityTrait> {
    /// The name of the order, as cursors carry it.
    pub name: &'static str,
    /// The number.
    pub rank: Expr,
    /// The primary key.
    pub id: E::Column,
    /// Whether the order falls.
    pub descending: bool,
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
            .ok_or(StoreError::Cursor)?;
        Ok(moment.into())
    }
}

impl<E: EntityTrait> Paging<E> for Keyset<E> {
    fn is_descending(&self) -> bool {
        self.descending
    }

    /// The first comparison is redundant and makes it a range of the index.
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

    fn arrange(&self, select: Select<E>, order: Order) -> Select<E> {
        select
            .order_by(self.column, order.clone())
            .order_by(self.id, order)
    }
}

impl<E: EntityTrait> Paging<E> for Ranking<E> {
    fn is_descending(&self) -> bool {
        self.descending
    }

    fn beyond(&self, cursor: &Cursor, greater: bool) -> Result<Condition, StoreError> {
        let key: i64 = cursor.key.parse().map_err(|_no_number| StoreError::Cursor)?;
        let rank = || self.rank.clone();
        let (bound, strict, tie) = if greater {
            (rank().gte(key), rank().gt(key), self.id.gt(cursor.id))
        } else {
            (rank().lte(key), rank().lt(key), self.id.lt(cursor.id))
        };
        Ok(Condition::all().add(bound).add(
            Condition::any()
                .add(strict)
                .add(Condition::all().add(rank().eq(key)).add(tie)),
        ))
    }

    fn arrange(&self, select: Select<E>, order: Order) -> Select<E> {
        select
            .order_by(self.rank.clone(), order.clone())
            .order_by(self.id, order)
    }
}

pub(crate) fn apply<E: EntityTrait>(
    mut select: Select<E>,
    paging: &impl Paging<E>,
    page: &PageRequest,
) -> Result<Select<E>, StoreError> {
    let descending = paging.is_descending();
    if let Some(after) = &page.after {
        select = select.filter(paging.beyond(after, !descending)?);
    }
    if let Some(before) = &page.before {
        select = select.filter(paging.beyond(before, descending)?);
    }
    let backward = page.direction == Direction::Backward;
    let order = if descending == backward {
        Order::Asc
    } else {
        Order::Desc
    };
    Ok(paging.arrange(select, order).limit(page.limit + 1))
}
