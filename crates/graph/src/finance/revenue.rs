//! What sales have brought.

use super::{Earning, LedgerTransaction, keys::EarningsByRevenue, ledger::posted_about, value::money};
use crate::{
    DateTime, Money, OrderLine, OrgView, Refund,
    base::fault,
    commerce::keys::{OrderLineById, RefundById},
};
use async_graphql::{ID, Object, Result, SimpleObject};
use chrono::Utc;
use entities::{
    ledger_account::AccountCode, ledger_transaction::TransactionKind, permission_grant::Permission, revenue,
};
use kernel::TypedId;
use std::collections::BTreeMap;

/// What an order line has brought, or a refund has taken back.
#[derive(Clone, Debug)]
pub struct Revenue {
    view: OrgView,
    row: revenue::Model,
}

impl Revenue {
    /// A revenue the actor may see.
    pub const fn new(view: OrgView, row: revenue::Model) -> Self {
        Self { view, row }
    }

    fn money(&self, minor: i64) -> Result<Money> {
        money(minor, &self.row.currency)
    }

    /// Whether the actor sees what others got of it.
    async fn shows_all(&self) -> Result<bool> {
        let access = self.view.access().await?;
        Ok(access.may(Permission::PostAccounting) || access.may(Permission::ManageAttribution))
    }
}

/// What one order line has brought, from the gross to everybody's part; or what a refund has taken back of it, with
/// negative amounts. `gross = platformFee + processingFee + withholding + net`.
#[Object]
impl Revenue {
    /// The revenue's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Whether it is a refund that takes back, rather than a sale.
    async fn is_refund(&self) -> bool {
        self.row.refund_id.is_some()
    }
    /// The line's total after discounts, without sales tax.
    async fn gross(&self) -> Result<Money> {
        self.money(self.row.gross_minor)
    }
    /// The platform's fee.
    async fn platform_fee(&self) -> Result<Money> {
        self.money(self.row.platform_fee_minor)
    }
    /// The payment provider's fee, as it was estimated.
    async fn processing_fee(&self) -> Result<Money> {
        self.money(self.row.processing_fee_minor)
    }
    /// The tax withheld.
    async fn withholding(&self) -> Result<Money> {
        self.money(self.row.withholding_minor)
    }
    /// What is shared: gross less the three fees.
    async fn net(&self) -> Result<Money> {
        self.money(self.row.net_minor)
    }
    /// What employees got of the net, all together; null unless you account for it or decide on shares.
    async fn creators(&self) -> Result<Option<Money>> {
        let shared = self.row.net_minor - self.row.organization_minor;
        let shown = self.shows_all().await?;
        shown.then(|| self.money(shared)).transpose()
    }
    /// What the organization got of the net; null unless you account for it or decide on shares.
    async fn organization_share(&self) -> Result<Option<Money>> {
        let shown = self.shows_all().await?;
        shown.then(|| self.money(self.row.organization_minor)).transpose()
    }
    /// What the organization loses besides, because the provider does not give its fee back with a refund; zero for a
    /// sale.
    async fn processing_fee_borne(&self) -> Result<Money> {
        let kept = if self.row.refund_id.is_some() {
            -self.row.processing_fee_minor
        } else {
            0
        };
        self.money(kept)
    }
    /// The refund that takes back; null for a sale, and if you may not see it.
    async fn refund(&self) -> Result<Option<Refund>> {
        let Some(id) = self.row.refund_id else {
            return Ok(None);
        };
        let row = self.view.load(RefundById(id)).await?;
        Ok(row.map(|row| Refund::new(self.view.clone(), row)))
    }
    /// How it was posted, together with the other lines of the order or of the refund; null unless you account for it.
    #[graphql(complexity = "5 + child_complexity")]
    async fn ledger_transaction(&self) -> Result<Option<LedgerTransaction>> {
        let (source, kind) = if let Some(refund) = self.row.refund_id {
            (Some(refund.uuid()), TransactionKind::Refund)
        } else {
            let line = self.view.load(OrderLineById(self.row.order_line_id)).await?;
            (line.map(|line| line.order_id.uuid()), TransactionKind::Sale)
        };
        let Some(source) = source else {
            return Ok(None);
        };
        let posted = posted_about(&self.view, source, None).await?;
        Ok(posted.into_iter().find(|transaction| transaction.is_of(kind)))
    }
    /// The line that brought it; null, if you may not see it. Those who earn from a line see it, but not its order.
    async fn order_line(&self) -> Result<Option<OrderLine>> {
        let row = self.view.load(OrderLineById(self.row.order_line_id)).await?;
        Ok(row.map(|row| OrderLine::new(self.view.clone(), row, &self.row.currency, None)))
    }
    /// What employees earned or lost by it, the largest share first, as far as you may see it.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn earnings(&self) -> Result<Vec<Earning>> {
        let rows = self.view.load(EarningsByRevenue(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Earning::new(self.view.clone(), row))
            .collect())
    }
    /// The moment it counts for: when the order was paid, or the refund completed.
    async fn recognized_at(&self) -> DateTime {
        DateTime(self.row.recognized_at)
    }
}

/// What all sales in one currency have brought, refunds taken off.
#[derive(SimpleObject, Debug)]
pub struct RevenueTotals {
    /// After discounts, without sales tax.
    pub gross: Money,
    /// The platform's fees.
    pub platform_fee: Money,
    /// The payment provider's fees. It does not give them back with refunds.
    pub processing_fee: Money,
    /// Tax withheld.
    pub withholding: Money,
    /// Gross less the three.
    pub net: Money,
    /// What of the net employees have earned.
    pub creators: Money,
    /// What of the net is the organization's, less the fees that the provider has kept of refunded sales.
    pub organization_share: Money,
    /// Sales tax that is owed to the authorities at the end of the time.
    pub tax_due: Money,
}

/// The totals of a time, one per currency, in the order of their codes. Nothing for those who do not account for it. Two statements for now, three for the past.
pub(crate) async fn overview(
    view: &OrgView,
    since: Option<DateTime>,
    until: Option<DateTime>,
) -> Result<Vec<RevenueTotals>> {
    if !view.is_visible().await? || !view.access().await?.may(Permission::PostAccounting) {
        return Ok(Vec::new());
    }
    let scope = view.scope().await?;
    let moment = |at: Option<DateTime>| at.map(|at| at.0);
    let (since, until) = (moment(since), moment(until));
    let sums = reads::revenue_sums(scope, since, until).await.map_err(fault)?;
    let due = tax_due(view, until).await?;
    let mut totals = Vec::with_capacity(sums.len());
    for sum in sums {
        let of = |minor| money(minor, &sum.currency);
        let kept = sum.kept_processing_fee_minor;
        totals.push(RevenueTotals {
            gross: of(sum.gross_minor)?,
            platform_fee: of(sum.platform_fee_minor)?,
            processing_fee: of(sum.processing_fee_minor - kept)?,
            withholding: of(sum.withholding_minor)?,
            net: of(sum.net_minor + kept)?,
            creators: of(sum.net_minor - sum.organization_minor)?,
            organization_share: of(sum.organization_minor + kept)?,
            tax_due: of(due.get(&sum.currency).copied().unwrap_or_default())?,
        });
    }
    Ok(totals)
}

async fn tax_due(view: &OrgView, until: Option<chrono::DateTime<Utc>>) -> Result<BTreeMap<String, i64>> {
    // The end does not belong to the time; the books are asked for the end of a moment.
    let as_of = until.map(|until| until - chrono::Duration::microseconds(1));
    let balances = reads::account_balances(view.scope().await?, None, as_of)
        .await
        .map_err(fault)?;
    Ok(balances
        .into_iter()
        .filter(|(account, _)| account.code == AccountCode::SalesTax)
        .map(|(account, balance)| (account.currency, -balance))
        .collect())
}
