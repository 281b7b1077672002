//! Reading rows by the position of their columns.
//!
//! sea-orm looks each column up by its name, for each row again. A list of a thousand rows with three joined tables has
//! seventy-five thousand such look-ups, which cost more than reading the values.

use crate::shared::found_once;
use sea_orm::{
    DbErr, QueryResult, TryGetable,
    sqlx::{Column, Row, ValueRef, postgres::PgRow, sqlite::SqliteRow},
};

/// A row that can be read from neighbouring columns, which stand in the order of its fields. That is the order in which statements
/// select the columns of an entity.
pub trait ByPosition: Send + Sized + Sync {
    /// The name of the first column.
    const FIRST: &'static str;

    /// Reads the row.
    fn read(columns: Columns<'_>) -> Result<Self, DbErr>;

    /// Reads the row from the columns whose names carry a prefix. Nothing, if the statement has none.
    fn read_prefixed(row: &QueryResult, prefix: &'static str) -> Result<Option<Self>, DbErr> {
        match Columns::find(row, prefix, Self::FIRST) {
            Some(columns) => Self::read(columns).map(Some),
            None => Ok(None),
        }
    }
}

/// Neighbouring columns of a row.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    row: &'a QueryResult,
    first: usize,
}

enum Raw<'a> {
    Postgres(&'a PgRow),
    Sqlite(&'a SqliteRow),
}

fn raw(row: &QueryResult) -> Option<Raw<'_>> {
    row.try_as_pg_row()
        .map(Raw::Postgres)
        .or_else(|| row.try_as_sqlite_row().map(Raw::Sqlite))
}

/// Where a column stands. Nothing, if the statement does not have it.
pub fn position(row: &QueryResult, name: &str) -> Option<usize> {
    match raw(row)? {
        Raw::Postgres(row) => row.try_column(name).ok().map(Column::ordinal),
        Raw::Sqlite(row) => row.try_column(name).ok().map(Column::ordinal),
    }
}

impl<'a> Columns<'a> {
    /// The columns from the beginning of the row.
    pub const fn all(row: &'a QueryResult) -> Self {
        Self { row, first: 0 }
    }

    /// The columns that begin with the one of a name, which carries a prefix. Nothing, if the statement does not have it.
    pub fn find(row: &'a QueryResult, prefix: &'static str, name: &'static str) -> Option<Self> {
        let first = found_once((prefix, name), || {
            if prefix.is_empty() {
                position(row, name)
            } else {
                position(row, &format!("{prefix}{name}"))
            }
        });
        first.map(|first| Self { row, first })
    }

    /// Whether there is nothing in a column.
    pub fn is_null(&self, offset: usize) -> bool {
        let at = self.first + offset;
        match raw(self.row) {
            Some(Raw::Postgres(row)) => row.try_get_raw(at).is_ok_and(|value| value.is_null()),
            Some(Raw::Sqlite(row)) => row.try_get_raw(at).is_ok_and(|value| value.is_null()),
            None => false,
        }
    }

    /// The value of a column that always has one. In debug builds, such as those of tests, its name is compared.
    pub fn required<T: TryGetable>(&self, offset: usize, name: &str) -> Result<T, DbErr> {
        debug_assert!(self.is_called(offset, name), "`{name}` is not at {offset}");
        self.row.try_get_by_index(self.first + offset)
    }

    /// The value of a column that may have none.
    pub fn optional<T: TryGetable>(&self, offset: usize, name: &str) -> Result<Option<T>, DbErr> {
        if self.is_null(offset) {
            return Ok(None);
        }
        self.required(offset, name).map(Some)
    }

    fn is_called(&self, offset: usize, name: &str) -> bool {
        let names = self.row.column_names();
        names
            .get(self.first + offset)
            .is_some_and(|there| there.ends_with(name))
    }
}
