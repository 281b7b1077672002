//! What is sold and what it costs.

mod dispute;
mod enums;
mod gift_card;
pub(crate) mod keys;
mod lists;
mod offer;
mod order;
mod order_line;
mod order_list;
mod payment;
mod price;
mod product;
mod quote;
mod refund;
mod tax_rate;
mod variant;

pub(crate) use dispute::disputes;
pub use dispute::{Dispute, DisputeConnection, DisputeEdge, DisputeFilter};
pub use enums::{
    DiscountKind, DisputeStatus, GiftCardKind, OfferNotApplied, OrderStatus, PaymentProvider, PaymentStatus,
    ProductStatus, RefundStatus, TenderKind,
};
pub use gift_card::{GiftCard, GiftCardConnection, GiftCardEdge, GiftCardUseConnection, GiftCardUseEdge};
pub use lists::{GiftCardFilter, OfferFilter, ProductFilter, ProductOrder, ProductOrderField, TaxRateFilter};
pub(crate) use lists::{gift_cards, offers, products, tax_rates};
pub use offer::{Offer, OfferConnection, OfferEdge};
pub use order::{Order, OrderAction, OrderConnection, OrderEdge, OrderParts};
pub use order_line::{OrderDiscount, OrderLine};
pub use order_list::{OrderFilter, OrderOrder, OrderOrderField, RefundFilter};
pub(crate) use order_list::{orders, refunds};
pub use payment::{GiftCardUse, Payment};
pub use price::Price;
pub use product::{Product, ProductConnection, ProductEdge};
pub use quote::{
    Quote, QuoteDiscount, QuoteGiftCard, QuoteLine, QuoteLineAmounts, QuoteOffer, QuoteUnusedOffer,
};
pub use refund::{Refund, RefundConnection, RefundEdge, RefundLine, RefundParts, RefundTender};
pub use tax_rate::{TaxRate, TaxRateConnection, TaxRateEdge};
pub use variant::Variant;
