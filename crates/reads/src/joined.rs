//! A relation that may have been joined into the row it belongs to.

use entities::{ByPosition, Columns, shared};
use sea_orm::{DbErr, QueryResult, TryGetable};
use std::sync::Arc;

/// The column that alone tells which row it is.
const ID: &str = "id";

/// What is known about a to-one relation.
#[derive(Clone, Debug, Default)]
pub enum Joined<M> {
    /// It was not selected, so it was not joined. Read it by key if it is needed after all.
    #[default]
    NotAsked,
    /// It was joined; there may be nothing, or nothing visible. Shared, because it is shown without being copied.
    Found(Option<Arc<M>>),
}

impl<M> Joined<M> {
    /// What was joined, or what is read instead if it was not.
    pub async fn or_load<E, F>(&self, load: impl FnOnce() -> F) -> Result<Option<Arc<M>>, E>
    where
        F: Future<Output = Result<Option<M>, E>>,
    {
        match self {
            Self::Found(row) => Ok(row.clone()),
            Self::NotAsked => Ok(load().await?.map(Arc::new)),
        }
    }

    /// What was joined, as a row of one's own.
    pub(crate) fn into_found(self) -> Option<M>
    where
        M: Clone,
    {
        match self {
            Self::Found(row) => row.map(Arc::unwrap_or_clone),
            Self::NotAsked => None,
        }
    }
}

impl<M: ByPosition + 'static> Joined<M> {
    /// Reads the columns that carry the prefix, if the statement has them. The first of them is part of the primary key. A row that
    /// the answer repeats is read once.
    pub(crate) fn read(row: &QueryResult, prefix: &'static str) -> Result<Self, DbErr> {
        match Columns::find(row, prefix, M::FIRST) {
            Some(columns) if columns.is_null(0) => Ok(Self::Found(None)),
            Some(columns) if M::FIRST == ID => {
                let row = shared(columns.required(0, ID)?, || M::read(columns))?;
                Ok(Self::Found(Some(row)))
            }
            Some(columns) => Ok(Self::Found(Some(Arc::new(M::read(columns)?)))),
            None => Ok(Self::NotAsked),
        }
    }
}

/// What the statement added to the row under a name. Nothing, if it was not asked for, or is null.
pub(crate) fn optional<T: TryGetable>(row: &QueryResult, name: &'static str) -> Result<Option<T>, DbErr> {
    match Columns::find(row, "", name) {
        Some(columns) => columns.optional(0, name),
        None => Ok(None),
    }
}
