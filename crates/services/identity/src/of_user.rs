//! A row together with the user it belongs to, read by one statement.

use entities::user;
use sea_orm::{DbErr, FromQueryResult, QueryResult};

/// What the user's columns are called next to the row's own.
pub(crate) const OWNER: &str = "owner_";

/// A row and its user.
pub(crate) struct OfUser<M> {
    pub(crate) row: M,
    pub(crate) user: user::Model,
}

impl<M: FromQueryResult> FromQueryResult for OfUser<M> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: M::from_query_result(row, prefix)?,
            user: user::Model::from_query_result(row, OWNER)?,
        })
    }
}
