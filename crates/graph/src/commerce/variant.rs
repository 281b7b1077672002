//! A form in which a product is sold.

use crate::{
    CurrencyCode, DateTime, OrgView, Price, Product,
    base::not_found,
    commerce::keys::{CurrentPrices, PricesByVariant, ProductById},
};
use async_graphql::{ID, Object, Result};
use entities::variant;

/// The most prices of a variant that are listed.
const PRICES: usize = 200;

/// A form in which a product is sold.
#[derive(Clone, Debug)]
pub struct Variant {
    view: OrgView,
    row: variant::Model,
}

impl Variant {
    /// A variant the actor may see.
    pub const fn new(view: OrgView, row: variant::Model) -> Self {
        Self { view, row }
    }
}

/// A form in which a product is sold, such as `Standard` or `Team of five`. This is what a cart holds.
#[Object]
impl Variant {
    /// The variant's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The product.
    async fn product(&self) -> Result<Product> {
        let row = self.view.load(ProductById(self.row.product_id)).await?;
        row.map(|row| Product::new(self.view.clone(), row))
            .ok_or_else(|| not_found("product"))
    }
    /// The name shown.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The organization's own article number.
    async fn sku(&self) -> Option<&str> {
        self.row.sku.as_deref()
    }
    /// Place in the product, from 1.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// Whether it can be bought, once its product is on sale.
    async fn is_active(&self) -> bool {
        self.row.is_active
    }
    /// What one costs now in a currency; null, if it cannot be bought in it. Prices are never converted.
    async fn price(
        &self,
        #[graphql(desc = "The currency.")] currency: CurrencyCode,
    ) -> Result<Option<Price>> {
        let rows = self
            .view
            .load(CurrentPrices(self.row.id))
            .await?
            .unwrap_or_default();
        let found = rows.into_iter().find(|row| row.currency == currency.0);
        Ok(found.map(|row| Price::new(self.view.clone(), row)))
    }
    /// What one costs now in each currency in which it can be bought.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn current_prices(&self) -> Result<Vec<Price>> {
        let rows = self
            .view
            .load(CurrentPrices(self.row.id))
            .await?
            .unwrap_or_default();
        Ok(rows
            .into_iter()
            .map(|row| Price::new(self.view.clone(), row))
            .collect())
    }
    /// Every price it has, had and will have, the latest first; at most 200.
    #[graphql(complexity = "20 * child_complexity.max(1)")]
    async fn prices(&self) -> Result<Vec<Price>> {
        let rows = self
            .view
            .load(PricesByVariant(self.row.id))
            .await?
            .unwrap_or_default();
        let rows = rows.into_iter().take(PRICES);
        Ok(rows.map(|row| Price::new(self.view.clone(), row)).collect())
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}
