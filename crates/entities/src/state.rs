//! Conditions about states.

use sea_orm::{
    ColumnTrait, Value,
    sea_query::{Expr, ExprTrait},
};

/// Whether a column has another state than this one, which is written into the statement and not sent as a parameter.
///
/// PostgreSQL plans these statements once for all parameters. Of a column that has the same state in every row it expects no row to
/// have another one than a parameter, whatever it may be, and reads everything that is joined with the rows again for each of
/// them. With a constant it knows better.
pub fn is_not(column: impl ColumnTrait, state: impl Into<Value>) -> Expr {
    Expr::col(column.as_column_ref()).ne(Expr::Constant(state.into()))
}
