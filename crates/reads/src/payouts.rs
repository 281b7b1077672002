//! Payouts and their runs.

use crate::list;
use entities::{payout, payout_run};
use kernel::{EmployeeId, PageRequest, PageSlice, PayoutId, PayoutRunId};
use sea_orm::{ColumnTrait, Condition, Order};
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the payouts.
#[derive(Clone, Debug, Default)]
pub struct PayoutFilter {
    /// To this employee.
    pub employee: Option<EmployeeId>,
    /// Of this run.
    pub run: Option<PayoutRunId>,
    /// In this currency.
    pub currency: Option<String>,
}

/// One page of the payouts that the actor sees, the latest first.
pub async fn payouts(
    scope: &OrgScope,
    filter: PayoutFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<payout::Model>, StoreError> {
    use payout::Column;
    let PayoutFilter {
        employee,
        run,
        currency,
    } = filter;
    let condition = Condition::all()
        .add_option(employee.map(|id| Column::EmployeeId.eq(id)))
        .add_option(run.map(|id| Column::RunId.eq(id)))
        .add_option(currency.map(|code| Column::Currency.eq(code)));
    let keyset = Keyset {
        name: "paidAt",
        column: Column::PaidAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<payout::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Payouts by id, as far as the actor sees them.
pub async fn payouts_by_id(scope: &OrgScope, ids: Vec<PayoutId>) -> Result<Vec<payout::Model>, StoreError> {
    scope
        .find::<payout::Entity>()
        .among(payout::Column::Id, ids)
        .all()
        .await
}

/// The payouts of runs, by currency and employee, as far as the actor sees them.
pub async fn payouts_by_run(
    scope: &OrgScope,
    runs: Vec<PayoutRunId>,
) -> Result<Vec<payout::Model>, StoreError> {
    scope
        .find::<payout::Entity>()
        .among(payout::Column::RunId, runs)
        .order_by(payout::Column::Currency, Order::Asc)
        .order_by(payout::Column::EmployeeId, Order::Asc)
        .all()
        .await
}

/// One page of the payout runs that the actor sees, the latest first.
pub async fn payout_runs(
    scope: &OrgScope,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<payout_run::Model>, StoreError> {
    use payout_run::Column;
    let keyset = Keyset {
        name: "createdAt",
        column: Column::CreatedAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<payout_run::Entity>();
    list::page(scoped, Condition::all(), |query| query, &keyset, page, with_total).await
}

/// Payout runs by id, as far as the actor sees them.
pub async fn payout_runs_by_id(
    scope: &OrgScope,
    ids: Vec<PayoutRunId>,
) -> Result<Vec<payout_run::Model>, StoreError> {
    scope
        .find::<payout_run::Entity>()
        .among(payout_run::Column::Id, ids)
        .all()
        .await
}
