//! Orders.

use crate::{
    CurrencyCode, DateTime, EventConnection, EventFilter, GiftCardUse, Member, Money, OrderLine, OrderStatus,
    OrgView, Organization, Payment, Refund, TaxRounding,
    base::{connection, not_found},
    commerce::keys::{GiftCardUsesOfOrder, LinesOfOrder, OrderById, PaymentsOfOrder, RefundsOfOrder},
    connection_cost,
    governance::events,
    people::keys::MemberById,
};
use async_graphql::{Context, Enum, ID, Object, Result};
use authz::{
    OwnedAction,
    actions::{CancelOrder, RefundOrder, RequestRefund},
};
use entities::{gift_card_use, order, order::OrderStatus as Stored, order_discount, order_line, payment};
use kernel::{OrderId, TypedId};
use reads::OrderRow;
use std::sync::Arc;

/// What belongs to an order and is at hand, because it was written just now or would be.
#[derive(Clone, Debug)]
pub struct OrderParts {
    /// Its lines, by position.
    pub lines: Vec<order_line::Model>,
    /// What offers took off its lines.
    pub discounts: Vec<order_discount::Model>,
    /// What gift cards paid.
    pub gift_card_uses: Vec<gift_card_use::Model>,
    /// Its payment.
    pub payment: Option<payment::Model>,
}

/// What you may do to an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderAction {
    /// `cancelOrder`.
    Cancel,
    /// `refundOrder`; what is beyond the limit of support waits for approval.
    Refund,
}

/// An order.
#[derive(Clone, Debug)]
pub struct Order {
    view: OrgView,
    row: OrderRow,
    parts: Option<Arc<OrderParts>>,
}

impl Order {
    /// An order the actor may see.
    pub const fn new(view: OrgView, row: OrderRow) -> Self {
        Self {
            view,
            row,
            parts: None,
        }
    }

    /// An order that is not stored, with everything that would be stored with it.
    pub fn rehearsed(view: OrgView, order: order::Model, parts: OrderParts) -> Self {
        Self {
            view,
            row: order.into(),
            parts: Some(Arc::new(parts)),
        }
    }

    /// An order as it is stored now.
    pub async fn stored(view: OrgView, id: OrderId) -> Result<Self> {
        let row = view
            .load(OrderById(id))
            .await?
            .ok_or_else(|| not_found("order"))?;
        Ok(Self::new(view, row.into()))
    }

    /// Its payment; none, where gift cards or offers left nothing to pay.
    pub async fn own_payment(&self) -> Result<Option<Payment>> {
        let rows = self.payment_rows().await?;
        let own = self.order().member_id;
        Ok(rows
            .into_iter()
            .next_back()
            .map(|row| Payment::new(self.view.clone(), row, own)))
    }

    const fn order(&self) -> &order::Model {
        &self.row.order
    }

    fn money(&self, minor: i64) -> Result<Money> {
        stored(minor, &self.order().currency)
    }

    async fn payment_rows(&self) -> Result<Vec<payment::Model>> {
        match &self.parts {
            Some(parts) => Ok(parts.payment.clone().into_iter().collect()),
            None => Ok(self
                .view
                .load(PaymentsOfOrder(self.order().id))
                .await?
                .unwrap_or_default()),
        }
    }
}

/// An amount as it is stored.
pub(super) fn stored(minor: i64, currency: &str) -> Result<Money> {
    Money::stored(Some(minor), Some(currency)).ok_or_else(|| "an amount without a known currency".into())
}

/// What a member buys, as it was at the moment of the order: later changes of prices, taxes and offers do not touch it.
/// Customers see their own orders; those who look after customers see all.
#[Object]
impl Order {
    /// The order's id.
    pub(crate) async fn id(&self) -> ID {
        self.order().id.to_string().into()
    }
    /// The organization that sells.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The number on invoices, unique in the organization, such as `2026-7K3M9QXD`.
    async fn number(&self) -> &str {
        &self.order().number
    }
    /// Who buys.
    async fn member(&self) -> Result<Option<Member>> {
        let row = self
            .row
            .member
            .or_load(|| self.view.load(MemberById(self.order().member_id)))
            .await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// Where it stands.
    async fn status(&self) -> OrderStatus {
        self.order().status.into()
    }
    /// The currency of every amount of it.
    async fn currency(&self) -> CurrencyCode {
        CurrencyCode(self.order().currency.clone())
    }
    /// Where it is taxed: ISO 3166-1 alpha-2 code of the country, or ISO 3166-2 code of a part of it; `ZZ` where nobody
    /// said and nothing depends on it.
    async fn jurisdiction(&self) -> &str {
        &self.order().jurisdiction
    }
    /// Where its tax was rounded, as the organization had set it when the order was placed.
    async fn tax_rounding(&self) -> TaxRounding {
        self.order().tax_rounding.into()
    }
    /// Sum of the list prices.
    async fn list_amount(&self) -> Result<Money> {
        self.money(self.order().list_minor)
    }
    /// What offers took off.
    async fn discount_amount(&self) -> Result<Money> {
        self.money(self.order().discount_minor)
    }
    /// What is paid without sales tax.
    async fn net_amount(&self) -> Result<Money> {
        self.money(self.order().net_minor)
    }
    /// Sales tax.
    async fn tax_amount(&self) -> Result<Money> {
        self.money(self.order().tax_minor)
    }
    /// What is paid, sales tax included.
    async fn total_amount(&self) -> Result<Money> {
        self.money(self.order().total_minor)
    }
    /// The part of the total that gift cards pay.
    async fn gift_card_amount(&self) -> Result<Money> {
        self.money(self.order().gift_card_minor)
    }
    /// The part of the total that the payment pays.
    async fn due_amount(&self) -> Result<Money> {
        self.money(self.order().due_minor)
    }
    /// What was given back so far.
    async fn refunded_amount(&self) -> Result<Money> {
        self.money(self.order().refunded_minor)
    }
    /// What is bought, by position.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn lines(&self) -> Result<Vec<OrderLine>> {
        let view = &self.view;
        let currency = &self.order().currency;
        if let Some(parts) = &self.parts {
            let discounts = |line: &order_line::Model| {
                let own = parts
                    .discounts
                    .iter()
                    .filter(|discount| discount.order_line_id == line.id);
                own.cloned().collect()
            };
            let lines = parts.lines.iter();
            return Ok(lines
                .map(|line| OrderLine::new(view.clone(), line.clone(), currency, Some(discounts(line))))
                .collect());
        }
        let rows = view
            .load(LinesOfOrder(self.order().id))
            .await?
            .unwrap_or_default();
        Ok(rows
            .into_iter()
            .map(|row| OrderLine::new(view.clone(), row, currency, None))
            .collect())
    }
    /// What gift cards paid, in the order of their use.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn gift_card_uses(&self) -> Result<Vec<GiftCardUse>> {
        let rows = match &self.parts {
            Some(parts) => parts.gift_card_uses.clone(),
            None => self
                .view
                .load(GiftCardUsesOfOrder(self.order().id))
                .await?
                .unwrap_or_default(),
        };
        let currency = &self.order().currency;
        Ok(rows
            .into_iter()
            .map(|row| GiftCardUse::new(self.view.clone(), row, currency))
            .collect())
    }
    /// The payment; null, where gift cards or offers left nothing to pay.
    async fn payment(&self) -> Result<Option<Payment>> {
        self.own_payment().await
    }
    /// The refunds, oldest first, with those that wait for approval or were turned down.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn refunds(&self) -> Result<Vec<Refund>> {
        if self.parts.is_some() {
            return Ok(Vec::new());
        }
        let rows = self
            .view
            .load(RefundsOfOrder(self.order().id))
            .await?
            .unwrap_or_default();
        Ok(rows
            .into_iter()
            .map(|row| Refund::new(self.view.clone(), row))
            .collect())
    }
    /// When it was placed.
    async fn placed_at(&self) -> DateTime {
        DateTime(self.order().placed_at)
    }
    /// When it was paid; null until then.
    async fn paid_at(&self) -> Option<DateTime> {
        self.order().paid_at.map(DateTime)
    }
    /// When it was given up; null unless it is `CANCELLED`.
    async fn cancelled_at(&self) -> Option<DateTime> {
        self.order().cancelled_at.map(DateTime)
    }
    /// What you may do to it now.
    async fn viewer_actions(&self) -> Result<Vec<OrderAction>> {
        let access = self.view.access().await?;
        let order = self.order();
        Ok(match order.status {
            Stored::Pending if CancelOrder::allowed(access, order) => vec![OrderAction::Cancel],
            Stored::Paid | Stored::PartiallyRefunded
                if RefundOrder::allowed(access, order) || RequestRefund::allowed(access, order) =>
            {
                vec![OrderAction::Refund]
            }
            Stored::Pending
            | Stored::Paid
            | Stored::PartiallyRefunded
            | Stored::Cancelled
            | Stored::Refunded => Vec::new(),
        })
    }
    /// What happened to the order itself, newest first. Empty unless you may read the log.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only events that match all of these.")] filter: Option<EventFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EventConnection> {
        let about = Some(vec![self.order().id.uuid()]);
        events(ctx, &self.view, filter, about, (first, after, last, before)).await
    }
    /// Counts changes.
    async fn version(&self) -> i32 {
        self.order().version
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.order().updated_at)
    }
}

connection! {
    /// A page of orders.
    OrderConnection,
    /// An order and its position in the list.
    OrderEdge,
    Order
}
