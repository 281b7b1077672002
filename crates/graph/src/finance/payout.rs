//! Payouts.

use super::{
    EarningConnection, EarningFilter, LedgerTransaction, PayoutRun, PayoutStatus, earnings,
    keys::PayoutRunById,
    ledger::posted_about,
    value::{id_of, money},
};
use crate::{
    CurrencyCode, DateTime, Employee, Money, OrgView, Organization,
    base::{connection, fault, page_arguments, position},
    connection_cost,
    governance::PageInput,
    people::keys::EmployeeById,
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::payout;
use kernel::{EmployeeId, PayoutRunId, TypedId};

/// What an employee was paid in one currency.
#[derive(Clone, Debug)]
pub struct Payout {
    view: OrgView,
    row: payout::Model,
}

impl Payout {
    /// A payout the actor may see.
    pub const fn new(view: OrgView, row: payout::Model) -> Self {
        Self { view, row }
    }
}

/// What an employee was paid in one currency, once. Employees see their own, accounting sees all.
#[Object]
impl Payout {
    /// The payout's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// Who was paid.
    async fn employee(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// How much: the sum of its lines.
    async fn amount(&self) -> Result<Money> {
        money(self.row.amount_minor, &self.row.currency)
    }
    /// Where it stands.
    async fn status(&self) -> PayoutStatus {
        self.row.status.into()
    }
    /// When it was paid.
    async fn paid_at(&self) -> DateTime {
        DateTime(self.row.paid_at)
    }
    /// The run that made it; null unless you account for it.
    async fn run(&self) -> Result<Option<PayoutRun>> {
        let row = self.view.load(PayoutRunById(self.row.run_id)).await?;
        Ok(row.map(|row| PayoutRun::new(self.view.clone(), row)))
    }
    /// How it was posted, together with the other payouts of the run in its currency; null unless you account for it.
    #[graphql(complexity = "5 + child_complexity")]
    async fn ledger_transaction(&self) -> Result<Option<LedgerTransaction>> {
        let posted = posted_about(&self.view, self.row.run_id.uuid(), Some(&self.row.currency)).await?;
        Ok(posted.into_iter().next())
    }
    /// The earnings that it pays, the latest first. Those that refunds took back are negative.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only lines that match all of these.")] filter: Option<EarningFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EarningConnection> {
        let of = (None, Some(self.row.id));
        earnings(ctx, &self.view, filter, of, (first, after, last, before)).await
    }
}

connection! {
    /// A page of payouts.
    PayoutConnection,
    /// A payout and its position in the list.
    PayoutEdge,
    Payout
}

/// Which payouts to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct PayoutFilter {
    /// To this employee.
    pub employee_id: Option<ID>,
    /// Of this run.
    pub run_id: Option<ID>,
    /// In this currency.
    pub currency: Option<CurrencyCode>,
}

pub(crate) async fn payouts(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<PayoutFilter>,
    of_employee: Option<EmployeeId>,
    (first, after, last, before): PageInput,
) -> Result<PayoutConnection> {
    let page = page_arguments("paidAt", first, after, last, before)?;
    let PayoutFilter {
        employee_id,
        run_id,
        currency,
    } = filter.unwrap_or_default();
    let filter = reads::PayoutFilter {
        employee: of_employee.or(id_of(employee_id)?),
        run: id_of::<PayoutRunId>(run_id)?,
        currency: currency.map(|code| code.0),
    };
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::payouts(view.scope().await?, filter, &page, total)
        .await
        .map_err(fault)?;
    Ok(PayoutConnection::new(slice.map(|row| {
        let cursor = position("paidAt", row.paid_at, row.id);
        (cursor, Payout::new(view.clone(), row))
    })))
}
