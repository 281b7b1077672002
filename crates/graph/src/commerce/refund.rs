//! Money given back.

use super::order::stored;
use crate::{
    DateTime, Employee, GiftCardUse, Money, Order, OrderLine, OrgView, RefundStatus, TenderKind,
    base::{connection, not_found},
    commerce::keys::{GiftCardUseById, LinesOfRefund, OrderById, OrderLineById, RefundById, TendersOfRefund},
    people::keys::EmployeeById,
};
use async_graphql::{ID, Object, Result};
use authz::{OwnedAction, actions::DecideRefund};
use entities::{refund, refund_line, refund_tender};
use kernel::{EmployeeId, RefundId};
use std::sync::Arc;

/// What belongs to a refund and is at hand, because it would be written.
#[derive(Clone, Debug)]
pub struct RefundParts {
    /// What it gives back of lines.
    pub lines: Vec<refund_line::Model>,
    /// What it gives back to gift cards and payments.
    pub tenders: Vec<refund_tender::Model>,
}

/// A refund.
#[derive(Clone, Debug)]
pub struct Refund {
    view: OrgView,
    row: refund::Model,
    parts: Option<Arc<RefundParts>>,
}

impl Refund {
    /// A refund the actor may see.
    pub const fn new(view: OrgView, row: refund::Model) -> Self {
        Self {
            view,
            row,
            parts: None,
        }
    }

    /// A refund that is not stored, with everything that would be stored with it.
    pub fn rehearsed(view: OrgView, row: refund::Model, parts: RefundParts) -> Self {
        Self {
            view,
            row,
            parts: Some(Arc::new(parts)),
        }
    }

    /// A refund as it is stored now.
    pub async fn stored(view: OrgView, id: RefundId) -> Result<Self> {
        let row = view
            .load(RefundById(id))
            .await?
            .ok_or_else(|| not_found("refund"))?;
        Ok(Self::new(view, row))
    }

    async fn employee(&self, id: Option<EmployeeId>) -> Result<Option<Employee>> {
        let Some(id) = id else { return Ok(None) };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
}

/// Money given back of an order.
#[Object]
impl Refund {
    /// The refund's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The order.
    async fn order(&self) -> Result<Option<Order>> {
        let row = self.view.load(OrderById(self.row.order_id)).await?;
        Ok(row.map(|row| Order::new(self.view.clone(), row.into())))
    }
    /// Where it stands.
    async fn status(&self) -> RefundStatus {
        self.row.status.into()
    }
    /// How much, sales tax included.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.row.currency)
    }
    /// Why.
    async fn reason(&self) -> &str {
        &self.row.reason
    }
    /// What it gives back of which line. Until it is approved this is what it would be now. Empty for money that came
    /// after the order had been given up.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn lines(&self) -> Result<Vec<RefundLine>> {
        let rows = match &self.parts {
            Some(parts) => parts.lines.clone(),
            None => self
                .view
                .load(LinesOfRefund(self.row.id))
                .await?
                .unwrap_or_default(),
        };
        let lines = rows.into_iter().map(|row| RefundLine {
            view: self.view.clone(),
            row,
            currency: self.row.currency.clone(),
        });
        Ok(lines.collect())
    }
    /// What it goes back to, gift cards first. Until it is approved this is what it would be now.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn tenders(&self) -> Result<Vec<RefundTender>> {
        let rows = match &self.parts {
            Some(parts) => parts.tenders.clone(),
            None => self
                .view
                .load(TendersOfRefund(self.row.id))
                .await?
                .unwrap_or_default(),
        };
        let tenders = rows.into_iter().map(|row| RefundTender {
            view: self.view.clone(),
            row,
            currency: self.row.currency.clone(),
        });
        Ok(tenders.collect())
    }
    /// Who asked for it; null where the server did, because money came for an order that had been given up.
    async fn requested_by(&self) -> Result<Option<Employee>> {
        self.employee(self.row.requested_by_employee_id).await
    }
    /// Who approved it or turned it down; null where nobody had to.
    async fn decided_by(&self) -> Result<Option<Employee>> {
        self.employee(self.row.decided_by_employee_id).await
    }
    /// Why it was turned down.
    async fn rejection_reason(&self) -> Option<&str> {
        self.row.rejection_reason.as_deref()
    }
    /// Whether you may approve it or turn it down.
    async fn viewer_can_decide(&self) -> Result<bool> {
        let access = self.view.access().await?;
        let is_open = self.row.status == refund::RefundStatus::PendingApproval;
        let is_own = access.employee().is_some() && access.employee() == self.row.requested_by_employee_id;
        Ok(is_open && !is_own && access.employee().is_some() && DecideRefund::allowed(access, &self.row))
    }
    /// When it was given back.
    async fn completed_at(&self) -> Option<DateTime> {
        self.row.completed_at.map(DateTime)
    }
    /// When it was asked for.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

/// What a refund gives back of a line.
#[derive(Clone, Debug)]
pub struct RefundLine {
    view: OrgView,
    row: refund_line::Model,
    currency: String,
}

/// What a refund gives back of a line: net and sales tax at the rate of the order.
#[Object]
impl RefundLine {
    /// The line.
    async fn line(&self) -> Result<Option<OrderLine>> {
        let row = self.view.load(OrderLineById(self.row.order_line_id)).await?;
        Ok(row.map(|row| OrderLine::new(self.view.clone(), row, &self.currency, None)))
    }
    /// How much, sales tax included.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.currency)
    }
    /// The part that is no sales tax.
    async fn net_amount(&self) -> Result<Money> {
        stored(self.row.net_minor, &self.currency)
    }
    /// The sales tax.
    async fn tax_amount(&self) -> Result<Money> {
        stored(self.row.tax_minor, &self.currency)
    }
}

/// What a refund gives back to a gift card or a payment.
#[derive(Clone, Debug)]
pub struct RefundTender {
    view: OrgView,
    row: refund_tender::Model,
    currency: String,
}

/// What a refund gives back to a gift card or through a payment, in proportion to what each paid.
#[Object]
impl RefundTender {
    /// What it goes back to.
    async fn kind(&self) -> TenderKind {
        self.row.kind.into()
    }
    /// The use of the gift card that it goes back to.
    async fn gift_card_use(&self) -> Result<Option<GiftCardUse>> {
        let Some(id) = self.row.gift_card_use_id else {
            return Ok(None);
        };
        let row = self.view.load(GiftCardUseById(id)).await?;
        Ok(row.map(|row| GiftCardUse::new(self.view.clone(), row, &self.currency)))
    }
    /// How much.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.currency)
    }
    /// The provider's own id of the refund.
    async fn reference(&self) -> Option<&str> {
        self.row.provider_reference.as_deref()
    }
    /// When the provider confirmed it.
    async fn confirmed_at(&self) -> Option<DateTime> {
        self.row.confirmed_at.map(DateTime)
    }
}

connection! {
    /// A page of refunds.
    RefundConnection,
    /// A refund and its position in the list.
    RefundEdge,
    Refund
}
