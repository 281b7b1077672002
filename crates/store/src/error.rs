//! What can go wrong, in two kinds: the store failed, or the request was refused.

use crate::Overdrawn;
use kernel::Problem;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// The database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with the same unique value exists. Carries the database's name for the constraint or its columns.
    #[error("a unique value is taken")]
    Unique(String),
    /// Another transaction was in the way; the same work may succeed when repeated.
    #[error("another transaction was in the way")]
    Busy(#[source] DbErr),
    /// No connection could be had.
    #[error("the database cannot be reached")]
    Unavailable(#[source] DbErr),
    /// A cursor that was never given out for this list in this order.
    #[error("a cursor does not belong to the list")]
    Cursor,
    /// The organization's budget does not allow it.
    #[error("{0}")]
    Overdrawn(Overdrawn),
    /// Anything else: a defect.
    #[error("the database failed")]
    Database(#[source] DbErr),
}

impl StoreError {
    /// Whether the violated constraint is about a column.
    pub fn is_about(&self, column: &str) -> bool {
        match self {
            Self::Unique(constraint) => constraint.contains(column),
            Self::Busy(_) | Self::Unavailable(_) | Self::Cursor | Self::Overdrawn(_) | Self::Database(_) => {
                false
            }
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(constraint)) = error.sql_err() {
            return Self::Unique(constraint);
        }
        // Somebody was faster. Once they are done, the whole transaction is repeated and finds what they have written.
        if matches!(error, DbErr::RecordNotInserted) {
            return Self::Busy(error);
        }
        if let DbErr::ConnectionAcquire(_) | DbErr::Conn(_) = &error {
            return Self::Unavailable(error);
        }
        if matches!(
            sql_code(&error).as_deref(),
            Some("40001" | "40P01" | "26000" | "42P05" | "5" | "6" | "261" | "517")
        ) {
            return Self::Busy(error);
        }
        Self::Database(error)
    }
}

/// SQLSTATE on PostgreSQL, the (extended) result code on SQLite.
pub(crate) fn sql_code(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(source)) | DbErr::Query(RuntimeErr::SqlxError(source))) = error
    else {
        return None;
    };
    let sqlx::Error::Database(database) = source.as_ref() else {
        return None;
    };
    database.code().map(std::borrow::Cow::into_owned)
}

/// Why a command did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input was refused; all problems at once.
    #[error("refused")]
    Refused(Vec<Problem>),
    /// The object named in this field of the input is not there, or not visible.
    #[error("not found")]
    NotFound(&'static str),
    /// Visible, but the named action is not allowed.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that cannot happen did.
    #[error("defect: {0}")]
    Defect(&'static str),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(problems)
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl Failure {
    /// Turns a taken unique value into the fact it stands for.
    #[must_use]
    pub fn when_taken(self, column: &str, fact: impl FnOnce() -> Problem) -> Self {
        if let Self::Store(error) = &self
            && error.is_about(column)
        {
            return Self::Refused(vec![fact()]);
        }
        self
    }

    /// Whether repeating the whole transaction may help.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Store(StoreError::Busy(_)))
    }
}
