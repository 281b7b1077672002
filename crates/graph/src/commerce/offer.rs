//! A discount.

use crate::{
    DateTime, Decimal, DiscountKind, Money, OrgView, Organization, Product, base::connection,
    commerce::keys::ProductById,
};
use async_graphql::{ID, Object, Result};
use entities::offer;
use kernel::Rate;

/// A discount.
#[derive(Clone, Debug)]
pub struct Offer {
    view: OrgView,
    row: offer::Model,
}

impl Offer {
    /// An offer the actor may see.
    pub const fn new(view: OrgView, row: offer::Model) -> Self {
        Self { view, row }
    }
}

/// A discount: for whoever knows its code, or for everybody. Those who set prices see offers; customers meet them in
/// their quote.
#[Object]
impl Offer {
    /// The offer's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The name shown to customers.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The code by which it is asked for, in capital letters; null: it applies by itself.
    async fn code(&self) -> Option<&str> {
        self.row.code.as_deref()
    }
    /// What it takes off.
    async fn kind(&self) -> DiscountKind {
        self.row.kind.into()
    }
    /// The part of the price it takes off, in percent; null unless the kind is `PERCENTAGE`.
    async fn percent(&self) -> Option<Decimal> {
        let rate = Rate::from_ppm(self.row.percent_ppm?).ok()?;
        Some(Decimal(rate.to_percent()))
    }
    /// The amount it takes off all lines together; null unless the kind is `FIXED`.
    async fn amount(&self) -> Option<Money> {
        Money::stored(self.row.amount_minor, self.row.currency.as_deref())
    }
    /// The only product it is for; null: all.
    async fn product(&self) -> Result<Option<Product>> {
        let Some(id) = self.row.product_id else {
            return Ok(None);
        };
        let row = self.view.load(ProductById(id)).await?;
        Ok(row.map(|row| Product::new(self.view.clone(), row)))
    }
    /// Of the offers with the same word here only the best one counts; null: it stacks with every other.
    async fn exclusive_group(&self) -> Option<&str> {
        self.row.exclusive_group.as_deref()
    }
    /// The order in which offers are applied, smallest first. Each takes its part of what the ones before it left.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// From when on it can be used.
    async fn starts_at(&self) -> DateTime {
        DateTime(self.row.starts_at)
    }
    /// Until when it can be used, exclusive; null: for ever.
    async fn ends_at(&self) -> Option<DateTime> {
        self.row.ends_at.map(DateTime)
    }
    /// How many orders may use it; null: any number.
    async fn max_uses(&self) -> Option<i32> {
        self.row.max_uses
    }
    /// How many orders of one member may use it; null: any number.
    async fn max_uses_per_member(&self) -> Option<i32> {
        self.row.max_uses_per_member
    }
    /// How many orders use it.
    async fn uses(&self) -> i32 {
        self.row.uses
    }
    /// Whether it is switched on.
    async fn is_active(&self) -> bool {
        self.row.is_active
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection! {
    /// A page of offers.
    OfferConnection,
    /// An offer and its position in the list.
    OfferEdge,
    Offer
}
