//! What has been earned and was not paid.

use chrono::{DateTime, Utc};
use entities::earning::{self, Column};
use kernel::EmployeeId;
use sea_orm::{ColumnTrait, Condition, FromQueryResult, sea_query::Expr};
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

/// The earnings of before a moment that were not paid.
pub(super) fn unpaid(until: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Column::PayoutId.is_null())
        .add(Column::EarnedAt.lt(until))
}

/// The balances before a moment, always in the same order.
pub(super) async fn balances(tx: &OrgTx, until: DateTime<Utc>) -> Result<Vec<Balance>, Failure> {
    let mut balances: Vec<Balance> = tx
        .find_for_rule::<earning::Entity>()
        .filter(unpaid(until))
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
