//! Payments that customers ask their banks to take back.

use super::order::stored;
use crate::{
    DateTime, DisputeStatus, Money, Order, OrgView, Refund,
    base::{connection, fault, page_arguments, position},
    commerce::keys::{OrderById, PaymentById, RefundById},
    governance::PageInput,
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::dispute;

/// A dispute.
#[derive(Clone, Debug)]
pub struct Dispute {
    view: OrgView,
    row: dispute::Model,
}

impl Dispute {
    /// A dispute the actor may see.
    pub const fn new(view: OrgView, row: dispute::Model) -> Self {
        Self { view, row }
    }
}

/// A payment that a customer asks their bank to take back. While it is open the provider holds the money, and nothing of
/// the order is refunded in another way. It is answered at the provider.
#[Object]
impl Dispute {
    /// The dispute's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The order that was paid with it.
    async fn order(&self) -> Result<Option<Order>> {
        let Some(payment) = self.view.load(PaymentById(self.row.payment_id)).await? else {
            return Ok(None);
        };
        let row = self.view.load(OrderById(payment.order_id)).await?;
        Ok(row.map(|row| Order::new(self.view.clone(), row.into())))
    }
    /// The provider's own id of it.
    async fn reference(&self) -> &str {
        &self.row.reference
    }
    /// Where it stands.
    async fn status(&self) -> DisputeStatus {
        self.row.status.into()
    }
    /// How much was taken back.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.row.currency)
    }
    /// Why, in the provider's words, such as `fraudulent`.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }
    /// Until when the provider takes evidence.
    async fn evidence_due_at(&self) -> Option<DateTime> {
        self.row.evidence_due_at.map(DateTime)
    }
    /// The refund that it became when it was lost.
    async fn refund(&self) -> Result<Option<Refund>> {
        let Some(id) = self.row.refund_id else {
            return Ok(None);
        };
        let row = self.view.load(RefundById(id)).await?;
        Ok(row.map(|row| Refund::new(self.view.clone(), row)))
    }
    /// When the bank decided.
    async fn closed_at(&self) -> Option<DateTime> {
        self.row.closed_at.map(DateTime)
    }
    /// When it was first heard of.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

connection! {
    /// A page of disputes.
    DisputeConnection,
    /// A dispute and its position in the list.
    DisputeEdge,
    Dispute
}

/// Which disputes to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct DisputeFilter {
    /// In one of these states.
    pub status: Option<Vec<DisputeStatus>>,
}

/// The disputes that the actor sees.
pub(crate) async fn disputes(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<DisputeFilter>,
    (first, after, last, before): PageInput,
) -> Result<DisputeConnection> {
    let page = page_arguments("createdAt", first, after, last, before)?;
    let DisputeFilter { status } = filter.unwrap_or_default();
    let status = status.map(|any| any.into_iter().map(Into::into).collect());
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::disputes(view.scope().await?, status, &page, total)
        .await
        .map_err(fault)?;
    Ok(DisputeConnection::new(slice.map(|row| {
        let cursor = position("createdAt", row.created_at, row.id);
        (cursor, Dispute::new(view.clone(), row))
    })))
}
