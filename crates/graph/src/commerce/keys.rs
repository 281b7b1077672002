//! What is sold, in batches.

use crate::base::{keys, list_keys};
use entities::{gift_card, offer, price, product, tax_rate, variant};
use kernel::{CourseId, GiftCardId, OfferId, PriceId, ProductId, TaxRateId, VariantId};

keys! {
    /// A product.
    ProductById(ProductId) -> product::Model, by reads::products_by_id, |row| row.id;
    /// A variant.
    VariantById(VariantId) -> variant::Model, by reads::variants_by_id, |row| row.id;
    /// A price.
    PriceById(PriceId) -> price::Model, by reads::prices_by_id, |row| row.id;
    /// An offer.
    OfferById(OfferId) -> offer::Model, by reads::offers_by_id, |row| row.id;
    /// A version of a tax rate.
    TaxRateById(TaxRateId) -> tax_rate::Model, by reads::tax_rates_by_id, |row| row.id;
    /// A gift card.
    GiftCardById(GiftCardId) -> gift_card::Model, by reads::gift_cards_by_id, |row| row.id;
}

list_keys! {
    /// The product that sells a course, as a list of at most one.
    ProductsByCourse(CourseId) -> [product::Model], by reads::products_by_course, row => row.course_id, Some(row);
    /// The variants of a product.
    VariantsByProduct(ProductId) -> [variant::Model], by reads::variants_by_product,
        row => Some(row.product_id), Some(row);
    /// What a variant costs now, once per currency.
    CurrentPrices(VariantId) -> [price::Model], by reads::current_prices, row => Some(row.variant_id), Some(row);
    /// Every price of a variant.
    PricesByVariant(VariantId) -> [price::Model], by reads::prices_by_variant, row => Some(row.variant_id), Some(row);
}
