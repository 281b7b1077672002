//! Conditions about states.

use sea_orm::{
    ActiveEnum, ColumnTrait,
    sea_query::{Expr, ExprTrait},
};

/// Whether a column has another state than this one, which is written into the statement and not sent as a parameter.
///
/// PostgreSQL plans these statements once for all parameters. Of a column that has the same state in every row it expects no row to
/// have another one than a parameter, whatever it may be, and reads everything that is joined with the rows again for each of
/// them. With a constant it knows better.
pub fn is_not(column: impl ColumnTrait, state: impl ActiveEnum) -> Expr {
    Expr::col(column.as_column_ref()).ne(Expr::Constant(state.to_value().into()))
}

#[cfg(test)]
mod tests {
    use super::is_not;
    use crate::chapter::{self, ContentStatus};
    use sea_orm::{DbBackend, sea_query::Query};

    #[test]
    fn an_excluded_state_is_no_parameter() {
        let shown = Query::select()
            .column(chapter::Column::Id)
            .from(chapter::Entity)
            .and_where(is_not(chapter::Column::Status, ContentStatus::Draft))
            .to_owned();
        for backend in [DbBackend::Postgres, DbBackend::Sqlite] {
            let statement = backend.build(&shown);
            assert!(
                statement.sql.ends_with(r#"WHERE "chapter"."status" <> 'DRAFT'"#),
                "{statement}"
            );
            assert!(statement.values.is_none_or(|values| values.0.is_empty()));
        }
    }
}
