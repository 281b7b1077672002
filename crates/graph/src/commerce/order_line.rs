//! What is bought in an order.

use super::order::stored;
use crate::Decimal;
use crate::{
    Course, Money, Offer, Order, OrgView, Product, Revenue, Variant,
    commerce::keys::{DiscountsOfLine, OfferById, OrderById, ProductById, VariantById},
    content::keys::CourseById,
    finance::keys::RevenuesByLine,
};
use async_graphql::{ID, Object, Result};
use entities::{order_discount, order_line};

/// One line of an order.
#[derive(Clone, Debug)]
pub struct OrderLine {
    view: OrgView,
    row: order_line::Model,
    currency: String,
    discounts: Option<Vec<order_discount::Model>>,
}

impl OrderLine {
    pub(crate) fn new(
        view: OrgView,
        row: order_line::Model,
        currency: &str,
        discounts: Option<Vec<order_discount::Model>>,
    ) -> Self {
        Self {
            view,
            row,
            currency: currency.to_owned(),
            discounts,
        }
    }

    fn money(&self, minor: i64) -> Result<Money> {
        stored(minor, &self.currency)
    }
}

/// One variant in an order, as it was then.
#[Object]
impl OrderLine {
    /// What it brought and who earned from it: the sale, then every refund, with negative amounts. As far as you may see
    /// it.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn revenues(&self) -> Result<Vec<Revenue>> {
        let rows = self.view.load(RevenuesByLine(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Revenue::new(self.view.clone(), row))
            .collect())
    }
    /// The line's id, for `refundOrder`.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The order; null for those who see the line only because they earn from it.
    async fn order(&self) -> Result<Option<Order>> {
        let row = self.view.load(OrderById(self.row.order_id)).await?;
        Ok(row.map(|row| Order::new(self.view.clone(), row.into())))
    }
    /// Place in the order, from 1.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// The product's name, as of the order.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The product; null, if you may not see it any more.
    async fn product(&self) -> Result<Option<Product>> {
        let row = self.view.load(ProductById(self.row.product_id)).await?;
        Ok(row.map(|row| Product::new(self.view.clone(), row)))
    }
    /// The variant; null, if you may not see it any more.
    async fn variant(&self) -> Result<Option<Variant>> {
        let row = self.view.load(VariantById(self.row.variant_id)).await?;
        Ok(row.map(|row| Variant::new(self.view.clone(), row)))
    }
    /// The course that the buyer gets; null, if it is none or you may not see it.
    async fn course(&self) -> Result<Option<Course>> {
        let Some(id) = self.row.course_id else {
            return Ok(None);
        };
        let row = self.view.load(CourseById(id)).await?;
        Ok(row.map(|row| Course::new(self.view.clone(), row)))
    }
    /// How many.
    async fn quantity(&self) -> i32 {
        self.row.quantity
    }
    /// List price of one.
    async fn unit_amount(&self) -> Result<Money> {
        self.money(self.row.unit_minor)
    }
    /// List price of all.
    async fn list_amount(&self) -> Result<Money> {
        self.money(self.row.list_minor)
    }
    /// What offers took off.
    async fn discount_amount(&self) -> Result<Money> {
        self.money(self.row.discount_minor)
    }
    /// What each offer took off, in the order in which they were applied.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn discounts(&self) -> Result<Vec<OrderDiscount>> {
        let rows = match &self.discounts {
            Some(rows) => rows.clone(),
            None => self
                .view
                .load(DiscountsOfLine(self.row.id))
                .await?
                .unwrap_or_default(),
        };
        let discounts = rows.into_iter().map(|row| OrderDiscount {
            view: self.view.clone(),
            row,
            currency: self.currency.clone(),
        });
        Ok(discounts.collect())
    }
    /// Whether the list price has sales tax in it.
    async fn is_tax_inclusive(&self) -> bool {
        self.row.is_tax_inclusive
    }
    /// The sales tax rate in percent, such as `"22"`.
    async fn tax_percent(&self) -> Decimal {
        Decimal(rust_decimal::Decimal::new(self.row.tax_rate_ppm.into(), 4).normalize())
    }
    /// What is paid without sales tax.
    async fn net_amount(&self) -> Result<Money> {
        self.money(self.row.net_minor)
    }
    /// Sales tax.
    async fn tax_amount(&self) -> Result<Money> {
        self.money(self.row.tax_minor)
    }
    /// What is paid, sales tax included.
    async fn total_amount(&self) -> Result<Money> {
        self.money(self.row.total_minor)
    }
    /// What was given back so far, sales tax included.
    async fn refunded_amount(&self) -> Result<Money> {
        self.money(self.row.refunded_minor)
    }
}

/// What an offer took off a line.
#[derive(Clone, Debug)]
pub struct OrderDiscount {
    view: OrgView,
    row: order_discount::Model,
    currency: String,
}

/// What an offer took off a line of an order.
#[Object]
impl OrderDiscount {
    /// In which order it was applied, from 1.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// The offer's name, as of the order.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The offer; null, unless you may set prices.
    async fn offer(&self) -> Result<Option<Offer>> {
        let row = self.view.load(OfferById(self.row.offer_id)).await?;
        Ok(row.map(|row| Offer::new(self.view.clone(), row)))
    }
    /// What it took off.
    async fn amount(&self) -> Result<Money> {
        stored(self.row.amount_minor, &self.currency)
    }
}
