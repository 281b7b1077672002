//! A row together with the user it belongs to, read by one statement.

use entities::{ByPosition, Columns, user};
use sea_orm::{DbErr, FromQueryResult, QueryResult};

/// What the user's columns are called next to the row's own.
pub(crate) const OWNER: &str = "owner_";

/// A row and its user.
pub(crate) struct OfUser<M> {
    pub(crate) row: M,
    pub(crate) user: user::Model,
}

impl<M: ByPosition> FromQueryResult for OfUser<M> {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let user = user::Model::read_prefixed(row, OWNER)?;
        Ok(Self {
            row: M::read(Columns::all(row))?,
            user: user.ok_or_else(|| DbErr::Custom("the user is not selected".to_owned()))?,
        })
    }
}
