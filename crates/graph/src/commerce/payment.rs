//! What orders are paid with.

use super::order::stored;
use crate::{
    DateTime, Dispute, GiftCard, Money, Order, OrgView, PaymentProvider, PaymentStatus,
    commerce::keys::{DisputesOfPayment, GiftCardById, OrderById},
};
use async_graphql::{ID, Object, Result};
use entities::{gift_card_use, payment};
use kernel::MemberId;

/// A payment through a provider.
#[derive(Clone, Debug)]
pub struct Payment {
    view: OrgView,
    row: payment::Model,
    buyer: MemberId,
}

impl Payment {
    pub(crate) const fn new(view: OrgView, row: payment::Model, buyer: MemberId) -> Self {
        Self { view, row, buyer }
    }
}

/// A payment of an order through a provider.
#[Object]
impl Payment {
    /// The payment's id. The provider knows it as the key of the payment.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Who moves the money.
    async fn provider(&self) -> PaymentProvider {
        self.row.provider.into()
    }
    /// The provider's own id of it; null until the provider has answered.
    async fn reference(&self) -> Option<&str> {
        self.row.reference.as_deref()
    }
    /// Where it stands.
    async fn status(&self) -> PaymentStatus {
        self.row.status.into()
    }
    /// How much.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.row.currency)
    }
    /// What was given back so far.
    async fn refunded_amount(&self) -> Result<Money> {
        stored(self.row.refunded_minor, &self.row.currency)
    }
    /// What the customer's browser needs to confirm the payment with the provider. Only the customer sees it, and only
    /// while there is something to confirm.
    async fn client_secret(&self) -> Result<Option<&str>> {
        let is_own = self.view.access().await?.member() == Some(self.buyer);
        let waits = self.row.status == payment::PaymentStatus::RequiresAction;
        Ok(self
            .row
            .client_secret
            .as_deref()
            .filter(|_secret| is_own && waits))
    }
    /// Why it was declined, in the provider's words, such as `card_declined`.
    async fn failure_code(&self) -> Option<&str> {
        self.row.failure_code.as_deref()
    }
    /// What the customer has asked their bank to take back, the oldest first. Empty for those who do not look after
    /// customers.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn disputes(&self) -> Result<Vec<Dispute>> {
        let rows = self.view.load(DisputesOfPayment(self.row.id)).await?;
        let disputes = rows.unwrap_or_default().into_iter();
        Ok(disputes.map(|row| Dispute::new(self.view.clone(), row)).collect())
    }
    /// When the money was taken.
    async fn captured_at(&self) -> Option<DateTime> {
        self.row.captured_at.map(DateTime)
    }
    /// When it was asked for.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

/// What a gift card paid.
#[derive(Clone, Debug)]
pub struct GiftCardUse {
    view: OrgView,
    row: gift_card_use::Model,
    currency: String,
}

impl GiftCardUse {
    pub(crate) fn new(view: OrgView, row: gift_card_use::Model, currency: &str) -> Self {
        Self {
            view,
            row,
            currency: currency.to_owned(),
        }
    }
}

/// What a gift card paid of an order.
#[Object]
impl GiftCardUse {
    /// The id of the use.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The gift card; null, unless you issue or account for gift cards.
    async fn gift_card(&self) -> Result<Option<GiftCard>> {
        let row = self.view.load(GiftCardById(self.row.gift_card_id)).await?;
        Ok(row.map(|row| GiftCard::new(self.view.clone(), row)))
    }
    /// The order that it paid for; null, if you may not see it.
    async fn order(&self) -> Result<Option<Order>> {
        let row = self.view.load(OrderById(self.row.order_id)).await?;
        Ok(row.map(|row| Order::new(self.view.clone(), row.into())))
    }
    /// What it paid.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.currency)
    }
    /// What went back onto the card so far.
    async fn refunded_amount(&self) -> Result<Money> {
        stored(self.row.refunded_minor, &self.currency)
    }
    /// When.
    async fn used_at(&self) -> DateTime {
        DateTime(self.row.used_at)
    }
}
