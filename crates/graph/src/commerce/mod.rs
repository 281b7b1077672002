//! What is sold and what it costs.

mod enums;
mod gift_card;
pub(crate) mod keys;
mod lists;
mod offer;
mod price;
mod product;
mod quote;
mod tax_rate;
mod variant;

pub use enums::{DiscountKind, GiftCardKind, OfferNotApplied, ProductStatus};
pub use gift_card::{GiftCard, GiftCardConnection, GiftCardEdge};
pub use lists::{GiftCardFilter, OfferFilter, ProductFilter, ProductOrder, ProductOrderField, TaxRateFilter};
pub(crate) use lists::{gift_cards, offers, products, tax_rates};
pub use offer::{Offer, OfferConnection, OfferEdge};
pub use price::Price;
pub use product::{Product, ProductConnection, ProductEdge};
pub use quote::{
    Quote, QuoteDiscount, QuoteGiftCard, QuoteLine, QuoteLineAmounts, QuoteOffer, QuoteUnusedOffer,
};
pub use tax_rate::{TaxRate, TaxRateConnection, TaxRateEdge};
pub use variant::Variant;
