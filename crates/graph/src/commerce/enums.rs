//! Enums of commerce. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// Whether a product can be bought.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::product::ProductStatus")]
pub enum ProductStatus {
    /// Not yet offered; only those who set prices see it.
    Draft,
    /// On sale: it can be bought in every currency in which a variant of it has a price.
    Active,
    /// No longer offered; whoever bought it keeps it.
    Archived,
}

/// What an offer takes off.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::offer::DiscountKind")]
pub enum DiscountKind {
    /// A part of the price: `percent`.
    Percentage,
    /// An amount for all lines together: `amount`.
    Fixed,
}

/// Where a gift card comes from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::gift_card::GiftCardKind")]
pub enum GiftCardKind {
    /// Given away; the organization bears its value.
    Promotional,
    /// Paid for outside the platform.
    Purchased,
}

/// Why an offer that can be used took nothing off a cart.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferNotApplied {
    /// It is for a product that is not in the cart.
    OtherProduct,
    /// It takes off an amount in another currency.
    OtherCurrency,
    /// Another offer of its exclusive group takes off more; `lostTo` names it.
    LostInGroup,
    /// The offers before it left nothing to take off.
    NothingLeft,
    /// It applies by itself, but as many orders as it is for have used it.
    Exhausted,
    /// It applies by itself, but you have used it as often as anybody may.
    AlreadyUsed,
}
