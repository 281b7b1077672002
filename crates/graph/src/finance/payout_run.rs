//! Payout runs, and what is left to pay.

use super::{Payout, keys::PayoutsByRun, value::money};
use crate::{
    DateTime, Decimal, Employee, Money, OrgView, Organization,
    base::{connection, fault, page_arguments, position},
    governance::PageInput,
    people::keys::EmployeeById,
};
use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use entities::payout_run;
use kernel::EmployeeId;

/// Paying out what has been earned until a moment.
#[derive(Clone, Debug)]
pub struct PayoutRun {
    view: OrgView,
    row: payout_run::Model,
}

impl PayoutRun {
    /// A run the actor may see.
    pub const fn new(view: OrgView, row: payout_run::Model) -> Self {
        Self { view, row }
    }
}

/// Paying out, at one time, what employees have earned until a moment. For accounting.
#[Object]
impl PayoutRun {
    /// The run's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// Which run of the organization, from 1.
    async fn number(&self) -> i32 {
        self.row.number
    }
    /// Only what was earned before this moment was paid. The days that earnings were held are taken off already.
    async fn cutoff_at(&self) -> DateTime {
        DateTime(self.row.cutoff_at)
    }
    /// Smaller sums were carried over: an amount in the major unit of each currency.
    async fn minimum(&self) -> Decimal {
        let mut minimum = rust_decimal::Decimal::new(self.row.minimum_thousandths, 3).normalize();
        if minimum.scale() < 2 {
            minimum.rescale(2);
        }
        Decimal(minimum)
    }
    /// Who ran it.
    async fn run_by(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.run_by_employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// Who was paid, by currency and then by employee.
    #[graphql(complexity = "20 * child_complexity.max(1)")]
    async fn payouts(&self) -> Result<Vec<Payout>> {
        let rows = self.view.load(PayoutsByRun(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Payout::new(self.view.clone(), row))
            .collect())
    }
    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

connection! {
    /// A page of payout runs.
    PayoutRunConnection,
    /// A payout run and its position in the list.
    PayoutRunEdge,
    PayoutRun
}

pub(crate) async fn payout_runs(
    ctx: &Context<'_>,
    view: &OrgView,
    (first, after, last, before): PageInput,
) -> Result<PayoutRunConnection> {
    let page = page_arguments("createdAt", first, after, last, before)?;
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::payout_runs(view.scope().await?, &page, total)
        .await
        .map_err(fault)?;
    Ok(PayoutRunConnection::new(slice.map(|row| {
        let cursor = position("createdAt", row.created_at, row.id);
        (cursor, PayoutRun::new(view.clone(), row))
    })))
}

/// What an employee has earned in one currency and was not paid.
#[derive(SimpleObject, Debug)]
#[graphql(complex)]
pub struct UnpaidEarnings {
    #[graphql(skip)]
    view: OrgView,
    #[graphql(skip)]
    employee_id: EmployeeId,
    /// How much; below zero, where refunds have taken back more than was earned since the last payout.
    pub amount: Money,
}

#[ComplexObject]
impl UnpaidEarnings {
    /// Who has earned it.
    async fn employee(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
}

impl UnpaidEarnings {
    /// A balance.
    pub fn new(view: OrgView, employee_id: EmployeeId, currency: &str, minor: i64) -> Result<Self> {
        Ok(Self {
            view,
            employee_id,
            amount: money(minor, currency)?,
        })
    }
}

pub(crate) async fn unpaid(view: &OrgView) -> Result<Vec<UnpaidEarnings>> {
    let sums = reads::unpaid_sums(view.scope().await?).await.map_err(fault)?;
    sums.into_iter()
        .map(|sum| UnpaidEarnings::new(view.clone(), sum.employee_id, &sum.currency, sum.amount_minor))
        .collect()
}
