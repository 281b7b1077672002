//! Sharing what the answer to a statement repeats.
//!
//! A list of a thousand enrollments joins the same hundred members again and again. Each of them is read once. All rows have their
//! columns in the same places. Each of these is looked for once.

use foldhash::fast::RandomState;
use sea_orm::DbErr;
use std::{
    any::{Any, TypeId},
    cell::RefCell,
    collections::HashMap,
    sync::Arc,
};
use uuid::Uuid;

/// What a column is called: a prefix and a name.
type Name = (&'static str, &'static str);

/// What is known of an answer that is being read.
#[derive(Default)]
struct Known {
    rows: HashMap<(TypeId, Uuid), Arc<dyn Any + Send + Sync>, RandomState>,
    /// Where columns stand. There are a few.
    columns: Vec<(Name, Option<usize>)>,
}

thread_local! {
    /// The statement whose answer is being read, if one is.
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// Forgets what is known, however reading ended.
struct Reading;

impl Drop for Reading {
    fn drop(&mut self) {
        KNOWN.set(None);
    }
}

/// Reads the answer of one statement, within which rows are [shared] and columns stand where they stood before.
pub fn sharing<T>(read: impl FnOnce() -> T) -> T {
    KNOWN.set(Some(Known::default()));
    let _reading = Reading;
    read()
}

/// A joined row by its id: the one that was read before from the same answer, or else the one that is read now.
pub fn shared<M: Any + Send + Sync>(
    id: Uuid,
    read: impl FnOnce() -> Result<M, DbErr>,
) -> Result<Arc<M>, DbErr> {
    let key = (TypeId::of::<M>(), id);
    let known = KNOWN.with_borrow(|known| known.as_ref().and_then(|known| known.rows.get(&key).cloned()));
    if let Some(known) = known.and_then(|row| row.downcast::<M>().ok()) {
        return Ok(known);
    }
    let row = Arc::new(read()?);
    KNOWN.with_borrow_mut(|known| {
        if let Some(known) = known {
            known.rows.insert(key, row.clone());
        }
    });
    Ok(row)
}

/// Where a column stands: as in the rows that were read before from the same answer, or else as it is looked for now.
pub(crate) fn found_once(name: Name, look: impl FnOnce() -> Option<usize>) -> Option<usize> {
    KNOWN.with_borrow_mut(|known| {
        let Some(known) = known else { return look() };
        if let Some((_name, place)) = known.columns.iter().find(|(other, _place)| *other == name) {
            return *place;
        }
        let place = look();
        known.columns.push((name, place));
        place
    })
}

#[cfg(test)]
mod tests {
    use super::{found_once, shared, sharing};
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
    fn one_answer_has_its_columns_in_the_same_places() {
        sharing(|| {
            assert_eq!(found_once(("m_", "id"), || Some(7)), Some(7));
            assert_eq!(found_once(("m_", "id"), || None), Some(7), "never looked for");
            assert_eq!(found_once(("", "id"), || None), None, "another column");
            assert_eq!(found_once(("", "id"), || Some(0)), None, "it is not there");
        });
        assert_eq!(sharing(|| found_once(("m_", "id"), || Some(3))), Some(3));
        assert_eq!(found_once(("m_", "id"), || None), None);
    }

    #[test]
    fn answers_share_nothing_with_each_other() {
        sharing(|| read(1, "before"));
        assert_eq!(*sharing(|| read(1, "after")), "after");
        assert_eq!(*read(1, "outside"), "outside");
        assert_eq!(*read(1, "again"), "again");
    }
}
