//! What is sold, in batches.

use crate::base::{keys, list_keys};
use entities::{
    dispute, gift_card, gift_card_use, offer, order, order_discount, order_line, payment, price, product,
    refund, refund_line, refund_tender, tax_rate, variant,
};
use kernel::{
    CourseId, DisputeId, GiftCardId, GiftCardUseId, OfferId, OrderId, OrderLineId, PaymentId, PriceId,
    ProductId, RefundId, TaxRateId, VariantId,
};

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

keys! {
    /// An order.
    OrderById(OrderId) -> order::Model, by reads::orders_by_id, |row| row.id;
    /// A line of an order.
    OrderLineById(OrderLineId) -> order_line::Model, by reads::order_lines_by_id, |row| row.id;
    /// A payment.
    PaymentById(PaymentId) -> payment::Model, by reads::payments_by_id, |row| row.id;
    /// A dispute.
    DisputeById(DisputeId) -> dispute::Model, by reads::disputes_by_id, |row| row.id;
    /// A refund.
    RefundById(RefundId) -> refund::Model, by reads::refunds_by_id, |row| row.id;
    /// A use of a gift card.
    GiftCardUseById(GiftCardUseId) -> gift_card_use::Model, by reads::gift_card_uses_by_id, |row| row.id;
}

list_keys! {
    /// The lines of an order.
    LinesOfOrder(OrderId) -> [order_line::Model], by reads::lines_by_order, row => Some(row.order_id), Some(row);
    /// What offers took off a line.
    DiscountsOfLine(OrderLineId) -> [order_discount::Model], by reads::discounts_by_line,
        row => Some(row.order_line_id), Some(row);
    /// The payments of an order.
    PaymentsOfOrder(OrderId) -> [payment::Model], by reads::payments_by_order, row => Some(row.order_id), Some(row);
    /// The disputes of a payment.
    DisputesOfPayment(PaymentId) -> [dispute::Model], by reads::disputes_by_payment,
        row => Some(row.payment_id), Some(row);
    /// What gift cards paid of an order.
    GiftCardUsesOfOrder(OrderId) -> [gift_card_use::Model], by reads::gift_card_uses_by_order,
        row => Some(row.order_id), Some(row);
    /// The refunds of an order.
    RefundsOfOrder(OrderId) -> [refund::Model], by reads::refunds_by_order, row => Some(row.order_id), Some(row);
    /// What a refund gives back of lines.
    LinesOfRefund(RefundId) -> [refund_line::Model], by reads::lines_by_refund, row => Some(row.refund_id), Some(row);
    /// What a refund gives back to gift cards and payments.
    TendersOfRefund(RefundId) -> [refund_tender::Model], by reads::tenders_by_refund,
        row => Some(row.refund_id), Some(row);
}
