//! What is sold: products, prices, offers, taxes, gift cards, orders, payments and refunds.

pub mod dispute;
pub mod gift_card;
pub mod gift_card_use;
pub mod offer;
pub mod offer_use;
pub mod order;
pub mod order_discount;
pub mod order_line;
pub mod payment;
pub mod payment_event;
pub mod price;
pub mod product;
pub mod refund;
pub mod refund_line;
pub mod refund_tender;
pub mod tax_rate;
pub mod variant;
