//! What has been earned and was not paid.

use chrono::{DateTime, Utc};
use entities::{
    earning::{self, Column},
    revenue,
};
use kernel::{EmployeeId, OrganizationId};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult,
    sea_query::{Expr, Query},
};
use store::{Failure, OrgTx};

/// What is owed to an employee in a currency; below zero, where refunds have taken back more than was earned since.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Balance {
    /// Who.
    pub employee_id: EmployeeId,
    /// ISO 4217 code.
    pub currency: String,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// Of how many earnings.
    pub earnings: i64,
}

/// The earnings of sales of before a moment that were not paid, and whatever refunds have taken back of such sales, also since:
/// what was refunded while a run waited for refunds is not paid.
pub(super) fn unpaid(organization: OrganizationId, until: DateTime<Utc>) -> Condition {
    let sold_before = Query::select()
        .column(revenue::Column::OrderLineId)
        .from(revenue::Entity)
        .and_where(revenue::Column::OrganizationId.eq(organization))
        .and_where(revenue::Column::RefundId.is_null())
        .and_where(revenue::Column::RecognizedAt.lt(until))
        .to_owned();
    let taken_back = Query::select()
        .column(revenue::Column::Id)
        .from(revenue::Entity)
        .and_where(revenue::Column::OrganizationId.eq(organization))
        .and_where(revenue::Column::RefundId.is_not_null())
        .and_where(revenue::Column::OrderLineId.in_subquery(sold_before))
        .to_owned();
    Condition::all().add(Column::PayoutId.is_null()).add(
        Condition::any()
            .add(Column::EarnedAt.lt(until))
            .add(Column::RevenueId.in_subquery(taken_back)),
    )
}

/// The balances before a moment, always in the same order.
pub(super) async fn balances(tx: &OrgTx, until: DateTime<Utc>) -> Result<Vec<Balance>, Failure> {
    let mut balances: Vec<Balance> = tx
        .find_for_rule::<earning::Entity>()
        .filter(unpaid(tx.organization(), until))
        .sums(
            [Column::EmployeeId, Column::Currency],
            [
                (Expr::col(Column::AmountMinor), "amount_minor"),
                (Expr::val(1), "earnings"),
            ],
        )
        .all_as()
        .await?;
    balances.sort_unstable_by(|one, other| {
        (&one.currency, one.employee_id).cmp(&(&other.currency, other.employee_id))
    });
    Ok(balances)
}
