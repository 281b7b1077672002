//! What a cart costs: list prices, discounts, tax, gift cards, and what is left to pay, with the reasons.
//!
//! [`calculate`] answers quotes, in a transaction that is undone, and orders, in one that is kept. It is the same
//! function, so nobody pays anything else than they were shown at that moment.

mod calculate;
mod gift_cards;
mod lines;
mod offers;
mod request;
mod taxes;

pub use calculate::calculate;
pub use request::{QuoteRequest, RequestedGiftCard, RequestedLine};

use authz::{Consequence, actions::Shop};
use entities::{gift_card, offer, organization::TaxRounding, price, tax_rate};
use kernel::{CourseId, Currency, OfferId, ProductId, VariantId};
use store::{Failure, Granted, OrgTx};

/// An offer that an order may count as used: the evidence to change it, and the lock that keeps others waiting.
pub type OfferToUse = Granted<Consequence<Shop, offer::Entity>>;

/// A gift card that an order may take from: the evidence to change it, and the lock that keeps others waiting.
pub type GiftCardToUse = Granted<Consequence<Shop, gift_card::Entity>>;

/// What a cart costs. Amounts are in the minor unit of the currency.
#[derive(Debug)]
pub struct Quote {
    /// The currency of every amount.
    pub currency: Currency,
    /// Where it is taxed; `ZZ` where nobody said and nothing depends on it.
    pub jurisdiction: String,
    /// The rate that was applied; none: the organization has no rate for the jurisdiction, so no tax is due.
    pub tax_rate: Option<tax_rate::Model>,
    /// Where the tax was rounded.
    pub tax_rounding: TaxRounding,
    /// The lines, in the order of the request.
    pub lines: Vec<QuotedLine>,
    /// The offers that took something off, in the order in which they were applied.
    pub offers: Vec<QuotedOffer>,
    /// The offers that took nothing off, and why.
    pub not_applied: Vec<NotApplied>,
    /// The gift cards that pay something, in the order of the request.
    pub gift_cards: Vec<QuotedGiftCard>,
    /// Sum of the list prices.
    pub list_minor: i64,
    /// Sum of the discounts.
    pub discount_minor: i64,
    /// What is paid without sales tax: the base of revenue.
    pub net_minor: i64,
    /// Sales tax.
    pub tax_minor: i64,
    /// What is paid, sales tax included.
    pub total_minor: i64,
    /// The part that gift cards pay.
    pub gift_card_minor: i64,
    /// The part that is left to pay.
    pub due_minor: i64,
}

/// One line of a cart.
#[derive(Clone, Debug)]
pub struct QuotedLine {
    /// The product.
    pub product_id: ProductId,
    /// The variant.
    pub variant_id: VariantId,
    /// The course the buyer gets.
    pub course_id: Option<CourseId>,
    /// The product's name at this moment.
    pub name: String,
    /// The variant's name at this moment.
    pub variant_name: String,
    /// How many.
    pub quantity: i32,
    /// The price that was used.
    pub price: price::Model,
    /// List price of one.
    pub unit_minor: i64,
    /// List price of all.
    pub list_minor: i64,
    /// What offers took off.
    pub discount_minor: i64,
    /// What each offer took off, in the order in which they were applied.
    pub discounts: Vec<LineDiscount>,
    /// Whether the price has sales tax in it already.
    pub is_tax_inclusive: bool,
    /// The rate that was applied; none: no tax is due there.
    pub tax_rate_id: Option<kernel::TaxRateId>,
    /// The rate in millionths.
    pub tax_rate_ppm: i32,
    /// What is paid without sales tax.
    pub net_minor: i64,
    /// Sales tax.
    pub tax_minor: i64,
    /// What is paid, sales tax included.
    pub total_minor: i64,
}

/// What one offer took off one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineDiscount {
    /// The offer.
    pub offer_id: OfferId,
    /// In which order it was applied, from 1.
    pub position: i32,
    /// What it took off.
    pub amount_minor: i64,
    /// What was left of the line then.
    pub after_minor: i64,
}

/// An offer that took something off.
#[derive(Debug)]
pub struct QuotedOffer {
    /// The offer.
    pub offer: OfferToUse,
    /// In which order it was applied, from 1.
    pub position: i32,
    /// What it took off all lines together.
    pub amount_minor: i64,
}

/// An offer that took nothing off.
#[derive(Clone, Debug)]
pub struct NotApplied {
    /// The offer.
    pub offer: offer::Model,
    /// Why.
    pub reason: NotAppliedReason,
}

/// Why an offer took nothing off although it could be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAppliedReason {
    /// It is for a product that is not in the cart.
    OtherProduct,
    /// It takes off an amount in another currency.
    OtherCurrency,
    /// Another offer of its exclusive group takes off more.
    LostTo(OfferId),
    /// The offers before it left nothing to take off, or its part of what is left is less than half a minor unit.
    NothingLeft,
    /// It applies by itself, but as many orders as it is for have used it.
    Exhausted,
    /// It applies by itself, but the buyer has used it as often as anybody may.
    AlreadyUsed,
}

/// What a gift card pays.
#[derive(Debug)]
pub struct QuotedGiftCard {
    /// The card.
    pub gift_card: GiftCardToUse,
    /// What it pays, more than zero and no more than its balance.
    pub amount_minor: i64,
}

/// Who buys: the actor as the active member they are, locked, so that the carts of one member are looked at one by one.
pub async fn buyer(tx: &OrgTx) -> Result<Granted<Shop>, Failure> {
    if tx.access().user().is_none() {
        return Err(Failure::Unauthenticated);
    }
    let own = tx
        .access()
        .member()
        .ok_or(Failure::Forbidden(<Shop as authz::Action>::NAME))?;
    tx.load_for::<Shop>("organizationId", own).await
}
