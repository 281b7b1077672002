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

/// Where an order stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::order::OrderStatus")]
pub enum OrderStatus {
    /// It waits for its payment, for a day at most. Offers and gift cards are reserved meanwhile.
    Pending,
    /// Paid: the customer has the courses.
    Paid,
    /// Never paid. What it had reserved was given back.
    Cancelled,
    /// Part of it was given back.
    PartiallyRefunded,
    /// All of it was given back, and access has ended.
    Refunded,
}

/// Who moves the money of a payment.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::payment::PaymentProvider")]
pub enum PaymentProvider {
    /// The built-in provider for trying. It moves no money.
    Test,
    /// Stripe.
    Stripe,
}

/// Where a payment stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::payment::PaymentStatus")]
pub enum PaymentStatus {
    /// The provider works on it. Ask again later.
    Pending,
    /// The customer has to confirm it with their bank, with the `clientSecret`.
    RequiresAction,
    /// The money was taken.
    Captured,
    /// Declined; `failureCode` says why. Place another order to try again.
    Failed,
    /// Given up before any money was taken.
    Cancelled,
    /// The customer has asked their bank to take the money back, and the bank has not decided.
    Disputed,
}

/// Where a dispute stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::dispute::DisputeStatus")]
pub enum DisputeStatus {
    /// The money was taken back for now; the bank has not decided.
    Open,
    /// Decided for the organization: the money is there again.
    Won,
    /// Decided for the customer: the money is gone, as a refund.
    Lost,
}

/// Where a refund stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::refund::RefundStatus")]
pub enum RefundStatus {
    /// Above what its requester may refund; somebody with ISSUE_REFUNDS decides.
    PendingApproval,
    /// Decided; the payment provider has not confirmed yet.
    Pending,
    /// Given back.
    Completed,
    /// Turned down.
    Rejected,
    /// The payment provider could not give it back. Nothing was refunded, so the amount can be refunded in another way.
    Failed,
    /// It was given back and came back to the payment provider, for example because the card was closed meanwhile. Where something
    /// was sold, the books owe it to the customer, who has to be paid in another way; else `refundOrder` sends it again.
    Returned,
}

/// What money was paid, or is given back, with.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::refund_tender::TenderKind")]
pub enum TenderKind {
    /// A gift card.
    GiftCard,
    /// A payment through a provider.
    Payment,
}
