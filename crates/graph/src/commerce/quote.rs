//! What a cart costs, and why.

use crate::{
    CurrencyCode, Money, OfferNotApplied, OrgView, Price, Product, TaxRate, TaxRounding, Variant,
    base::not_found,
    commerce::keys::{ProductById, VariantById},
};
use async_graphql::{ComplexObject, Result, SimpleObject};
use entities::price;
use kernel::{ProductId, VariantId};

/// What a cart costs at this moment, and why. Nothing is reserved: prices, offers and gift cards are looked at again
/// when the order is placed.
#[derive(SimpleObject, Clone, Debug)]
pub struct Quote {
    /// The currency of every amount.
    pub currency: CurrencyCode,
    /// Where it is taxed; `ZZ` where nobody said, which is possible only where the organization has no tax rate.
    pub jurisdiction: String,
    /// The rate that was applied; null: the organization has set none for the jurisdiction, so no tax is due.
    pub tax_rate: Option<TaxRate>,
    /// Where the tax was rounded.
    pub tax_rounding: TaxRounding,
    /// The lines, in the order of the input.
    pub lines: Vec<QuoteLine>,
    /// The offers that take something off, in the order in which they are applied.
    pub offers: Vec<QuoteOffer>,
    /// The offers that can be used but take nothing off, and why. What cannot be used at all is a user error.
    pub unused_offers: Vec<QuoteUnusedOffer>,
    /// The gift cards that pay something, in the order of the input.
    pub gift_cards: Vec<QuoteGiftCard>,
    /// Sum of the list prices.
    pub list_amount: Money,
    /// Sum of the discounts.
    pub discount_amount: Money,
    /// What is paid without sales tax.
    pub net_amount: Money,
    /// Sales tax: the sum of the lines' taxes, each rounded by itself.
    pub tax_amount: Money,
    /// What is paid, sales tax included.
    pub total_amount: Money,
    /// The part of the total that gift cards pay.
    pub gift_card_amount: Money,
    /// The part of the total that is left to pay; zero: no payment is needed.
    pub due_amount: Money,
}

/// One line of a quote.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct QuoteLine {
    #[graphql(skip)]
    view: OrgView,
    #[graphql(skip)]
    ids: (ProductId, VariantId),
    #[graphql(skip)]
    used_price: price::Model,
    /// The product's name.
    pub name: String,
    /// How many.
    pub quantity: i32,
    /// List price of one.
    pub unit_amount: Money,
    /// List price of all.
    pub list_amount: Money,
    /// What each offer takes off, in the order in which they are applied.
    pub discounts: Vec<QuoteDiscount>,
    /// What offers take off together.
    pub discount_amount: Money,
    /// Whether the list price has sales tax in it already.
    pub is_tax_inclusive: bool,
    /// What is paid without sales tax.
    pub net_amount: Money,
    /// Sales tax.
    pub tax_amount: Money,
    /// What is paid, sales tax included.
    pub total_amount: Money,
}

/// The amounts of a line, in the order of the calculation.
#[derive(Clone, Debug)]
pub struct QuoteLineAmounts {
    /// List price of one.
    pub unit: Money,
    /// List price of all.
    pub list: Money,
    /// What offers take off together.
    pub discount: Money,
    /// What is paid without sales tax.
    pub net: Money,
    /// Sales tax.
    pub tax: Money,
    /// What is paid, sales tax included.
    pub total: Money,
}

impl QuoteLine {
    /// A line about a variant, at the price that was used.
    pub fn new(
        view: OrgView,
        ids: (ProductId, VariantId),
        used_price: price::Model,
        name: String,
        quantity: i32,
        amounts: QuoteLineAmounts,
        discounts: Vec<QuoteDiscount>,
    ) -> Self {
        let QuoteLineAmounts {
            unit,
            list,
            discount,
            net,
            tax,
            total,
        } = amounts;
        Self {
            view,
            ids,
            is_tax_inclusive: used_price.is_tax_inclusive,
            used_price,
            name,
            quantity,
            unit_amount: unit,
            list_amount: list,
            discounts,
            discount_amount: discount,
            net_amount: net,
            tax_amount: tax,
            total_amount: total,
        }
    }
}

#[ComplexObject]
impl QuoteLine {
    /// The product.
    async fn product(&self) -> Result<Product> {
        let row = self.view.load(ProductById(self.ids.0)).await?;
        row.map(|row| Product::new(self.view.clone(), row))
            .ok_or_else(|| not_found("product"))
    }
    /// The variant.
    async fn variant(&self) -> Result<Variant> {
        let row = self.view.load(VariantById(self.ids.1)).await?;
        row.map(|row| Variant::new(self.view.clone(), row))
            .ok_or_else(|| not_found("variant"))
    }
    /// The price that is used.
    async fn price(&self) -> Price {
        Price::new(self.view.clone(), self.used_price.clone())
    }
}

/// What one offer takes off one line.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuoteDiscount {
    /// The offer's name.
    pub name: String,
    /// The offer's code; null, if it applies by itself.
    pub code: Option<String>,
    /// What it takes off.
    pub amount: Money,
    /// What is left of the line then.
    pub after_amount: Money,
}

/// An offer that takes something off.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuoteOffer {
    /// The offer's name.
    pub name: String,
    /// The offer's code; null, if it applies by itself.
    pub code: Option<String>,
    /// In which order it is applied, from 1.
    pub position: i32,
    /// What it takes off all lines together.
    pub amount: Money,
}

/// An offer that takes nothing off.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuoteUnusedOffer {
    /// The offer's name.
    pub name: String,
    /// The offer's code; null, if it applies by itself.
    pub code: Option<String>,
    /// Why.
    pub reason: OfferNotApplied,
    /// The name of the offer that counts instead; null unless the reason is `LOST_IN_GROUP`.
    pub lost_to: Option<String>,
}

/// What a gift card pays.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuoteGiftCard {
    /// The last four characters of its code.
    pub code_ending: String,
    /// What it pays.
    pub amount: Money,
    /// What will be left on it.
    pub remaining: Money,
}
