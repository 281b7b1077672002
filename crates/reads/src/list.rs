//! What all lists have in common: filter, total, page, cut.

use crate::joined::optional;
use kernel::{PageRequest, PageSlice};
use sea_orm::{Condition, DbErr, EntityTrait, FromQueryResult, QueryResult};
use store::{Paging, Scoped, StoreError};

/// A row of a list together with the size of the list, where it was asked for.
pub(crate) struct Counted<R> {
    row: R,
    total: Option<i64>,
}

impl<R: FromQueryResult> FromQueryResult for Counted<R> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: R::from_query_result(row, prefix)?,
            total: optional(row, "total")?,
        })
    }
}

/// Reads one page in one statement. The size of the list comes with its rows; only an empty page has to ask again.
pub(crate) async fn page<E, R>(
    scoped: impl Fn() -> Scoped<E>,
    filter: Condition,
    joins: impl FnOnce(Scoped<E>) -> Scoped<E>,
    order: &impl Paging<E>,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<R>, StoreError>
where
    E: EntityTrait,
    E::Model: Send + Sync,
    R: FromQueryResult + Send + Sync,
{
    let mut query = scoped().filter(filter.clone());
    if with_total {
        query = query.with_total();
    }
    let rows: Vec<Counted<R>> = joins(query).page(order, page)?.all_as().await?;
    let total = match rows.first().map(|row| row.total) {
        _ if !with_total => None,
        Some(total) => total.and_then(|total| u64::try_from(total).ok()),
        None if page.after.is_none() && page.before.is_none() => Some(0),
        None => Some(scoped().filter(filter).count().await?),
    };
    Ok(PageSlice::cut(
        rows.into_iter().map(|counted| counted.row).collect(),
        page,
        total,
    ))
}

/// A pattern that finds a text anywhere, whatever characters it is made of.
pub(crate) fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.extend(c.to_lowercase());
    }
    pattern.push('%');
    pattern
}

/// Whether a column contains a text, ignoring case. A text with a character that cannot be stored is nowhere.
pub(crate) fn column_contains<C: sea_orm::ColumnTrait>(column: C, text: &str) -> sea_orm::sea_query::Expr {
    use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
    if text.contains('\0') {
        return Expr::val(1).eq(0);
    }
    Expr::from(Func::lower(Expr::col(column.as_column_ref())))
        .like(LikeExpr::new(contains(text)).escape('\\'))
}
