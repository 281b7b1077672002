//! Sharing the rows that a statement repeats.
//!
//! A list of a thousand enrollments joins the same hundred courses again and again. Each of them is read once.

use sea_orm::DbErr;
use std::{
    any::{Any, TypeId},
    cell::RefCell,
    collections::HashMap,
    sync::Arc,
};
use uuid::Uuid;

type Rows = HashMap<(TypeId, Uuid), Arc<dyn Any + Send + Sync>>;

thread_local! {
    /// The joined rows of the statement whose answer is being read, if one is.
    static ROWS: RefCell<Option<Rows>> = const { RefCell::new(None) };
}

/// Forgets the rows, however reading ended.
struct Reading;

impl Drop for Reading {
    fn drop(&mut self) {
        ROWS.set(None);
    }
}

/// Reads the answer of one statement, within which rows are [shared].
pub fn sharing<T>(read: impl FnOnce() -> T) -> T {
    ROWS.set(Some(Rows::new()));
    let _reading = Reading;
    read()
}

/// A joined row by its id: the one that was read before from the same answer, or else the one that is read now.
pub fn shared<M: Any + Send + Sync>(
    id: Uuid,
    read: impl FnOnce() -> Result<M, DbErr>,
) -> Result<Arc<M>, DbErr> {
    let key = (TypeId::of::<M>(), id);
    let known = ROWS.with_borrow(|rows| rows.as_ref().and_then(|rows| rows.get(&key).cloned()));
    if let Some(known) = known.and_then(|row| row.downcast::<M>().ok()) {
        return Ok(known);
    }
    let row = Arc::new(read()?);
    ROWS.with_borrow_mut(|rows| {
        if let Some(rows) = rows {
            rows.insert(key, row.clone());
        }
    });
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::{shared, sharing};
    use sea_orm::DbErr;
    use std::sync::Arc;
    use uuid::Uuid;

    fn read(id: u128, value: &str) -> Arc<String> {
        shared(Uuid::from_u128(id), || Ok(value.to_owned())).unwrap()
    }

    #[test]
    fn one_answer_reads_a_row_once() {
        sharing(|| {
            let first = read(1, "first");
            assert_eq!(*read(2, "other"), "other");
            assert!(Arc::ptr_eq(&first, &read(1, "never read")));
            let number = shared(Uuid::from_u128(1), || Ok(7_u32)).unwrap();
            assert_eq!(*number, 7, "another table");
        });
    }

    #[test]
    fn what_cannot_be_read_is_not_kept() {
        sharing(|| {
            let failed = shared::<String>(Uuid::nil(), || Err(DbErr::Custom("broken".to_owned())));
            failed.unwrap_err();
            assert_eq!(*read(0, "whole"), "whole");
        });
    }

    #[test]
    fn answers_share_nothing_with_each_other() {
        sharing(|| read(1, "before"));
        assert_eq!(*sharing(|| read(1, "after")), "after");
        assert_eq!(*read(1, "outside"), "outside");
        assert_eq!(*read(1, "again"), "again");
    }
}
