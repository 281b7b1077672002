//! What employees earn.

use super::{
    Attribution, Payout, Revenue,
    keys::{AttributionById, PayoutById, RevenueById},
    value::{id_of, money, percentage},
};
use crate::{
    CurrencyCode, DateTime, Decimal, Employee, Money, OrgView,
    base::{connection, fault, page_arguments, position},
    governance::PageInput,
    people::keys::EmployeeById,
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::earning;
use kernel::{EmployeeId, PayoutId};

/// An employee's part of what an order line has brought.
#[derive(Clone, Debug)]
pub struct Earning {
    view: OrgView,
    row: earning::Model,
}

impl Earning {
    /// An earning the actor may see.
    pub const fn new(view: OrgView, row: earning::Model) -> Self {
        Self { view, row }
    }
}

/// An employee's part of what one order line has brought, or what a refund has taken back of it. A line of a payout.
#[Object]
impl Earning {
    /// The earning's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Who earns.
    async fn employee(&self) -> Result<Option<Employee>> {
        let row = self.view.load(EmployeeById(self.row.employee_id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// The attribution that gives the right to it; it leads to the product.
    async fn attribution(&self) -> Result<Option<Attribution>> {
        let row = self.view.load(AttributionById(self.row.attribution_id)).await?;
        Ok(row.map(|row| Attribution::new(self.view.clone(), row)))
    }
    /// What the order line has brought altogether, from the gross to the net that was shared.
    async fn revenue(&self) -> Result<Option<Revenue>> {
        let row = self.view.load(RevenueById(self.row.revenue_id)).await?;
        Ok(row.map(|row| Revenue::new(self.view.clone(), row)))
    }
    /// The share at the time of the sale, as a percentage. Later changes do not matter.
    async fn share(&self) -> Decimal {
        percentage(self.row.share_ppm)
    }
    /// How much; negative, where a refund takes it back.
    async fn amount(&self) -> Result<Money> {
        money(self.row.amount_minor, &self.row.currency)
    }
    /// When: the moment the order was paid, or the refund completed.
    async fn earned_at(&self) -> DateTime {
        DateTime(self.row.earned_at)
    }
    /// Whether it was paid out.
    async fn is_paid(&self) -> bool {
        self.row.payout_id.is_some()
    }
    /// The payout that paid it.
    async fn payout(&self) -> Result<Option<Payout>> {
        let Some(id) = self.row.payout_id else {
            return Ok(None);
        };
        let row = self.view.load(PayoutById(id)).await?;
        Ok(row.map(|row| Payout::new(self.view.clone(), row)))
    }
}

connection! {
    /// A page of earnings.
    EarningConnection,
    /// An earning and its position in the list.
    EarningEdge,
    Earning
}

/// Which earnings to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct EarningFilter {
    /// Of what this product brought.
    pub product_id: Option<ID>,
    /// In this currency.
    pub currency: Option<CurrencyCode>,
    /// Whether they were paid out.
    pub is_paid: Option<bool>,
    /// From this moment on.
    pub since: Option<DateTime>,
    /// Before this moment.
    pub until: Option<DateTime>,
}

/// The earnings of an employee, or those in a payout.
pub(crate) async fn earnings(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<EarningFilter>,
    (employee, payout): (Option<EmployeeId>, Option<PayoutId>),
    (first, after, last, before): PageInput,
) -> Result<EarningConnection> {
    let page = page_arguments("earnedAt", first, after, last, before)?;
    let EarningFilter {
        product_id,
        currency,
        is_paid,
        since,
        until,
    } = filter.unwrap_or_default();
    let filter = reads::EarningFilter {
        employee,
        payout,
        product: id_of(product_id)?,
        currency: currency.map(|code| code.0),
        is_paid,
        since: since.map(|at| at.0),
        until: until.map(|at| at.0),
    };
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::earnings(view.scope().await?, filter, &page, total)
        .await
        .map_err(fault)?;
    Ok(EarningConnection::new(slice.map(|row| {
        let cursor = position("earnedAt", row.earned_at, row.id);
        (cursor, Earning::new(view.clone(), row))
    })))
}
