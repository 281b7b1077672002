//! A relation that may have been joined into the row it belongs to.

use sea_orm::{DbErr, FromQueryResult, ModelTrait, QueryResult, TryGetError, TryGetable};
use uuid::Uuid;

/// What is known about a to-one relation.
#[derive(Clone, Debug, Default)]
pub enum Joined<M> {
    /// It was not selected, so it was not joined. Read it by key if it is needed after all.
    #[default]
    NotAsked,
    /// It was joined; there may be nothing, or nothing visible.
    Found(Option<M>),
}

impl<M: ModelTrait + FromQueryResult> Joined<M> {
    /// Reads the columns that carry the prefix, if the statement has them.
    pub(crate) fn read(row: &QueryResult, prefix: &str, key: &str) -> Result<Self, DbErr> {
        // Not read as an `Option`: that would be nothing as well where there is no such column.
        match Uuid::try_get_by(row, format!("{prefix}{key}").as_str()) {
            Ok(_) => Ok(Self::Found(Some(M::from_query_result(row, prefix)?))),
            Err(TryGetError::Null(_)) => Ok(Self::Found(None)),
            // A column that is not there is the sign that it was not joined.
            Err(TryGetError::DbErr(_)) => Ok(Self::NotAsked),
        }
    }
}
