//! Enums of this domain. Each mirrors the stored enum of the same name; a new value there does not compile until it is
//! described here.

use async_graphql::Enum;

/// What somebody has done for a product.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::attribution::AttributionKind")]
pub enum AttributionKind {
    /// Made it.
    Creator,
    /// Helped to make it.
    Collaborator,
    /// Teaches it.
    Instructor,
    /// Reviewed it.
    Reviewer,
}

/// Who bears the payment provider's fee for what is refunded. The provider does not give it back.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::fee_schedule::RefundedFeeBearer")]
pub enum RefundedFeeBearer {
    /// The organization alone: whoever earned from the sale loses what they earned, and no more.
    Organization,
    /// Everybody who had a part of the sale, the organization included, in proportion to their parts: they lose what they
    /// earned, and their part of the fee.
    Shared,
}

/// Where a payout stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::payout::PayoutStatus")]
pub enum PayoutStatus {
    /// Paid out.
    Paid,
}

/// What an account of the books holds.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::ledger_account::AccountKind")]
pub enum LedgerAccountKind {
    /// What the organization has.
    Asset,
    /// What it owes.
    Liability,
    /// What it earns.
    Revenue,
    /// What it spends.
    Expense,
}

/// An account of the chart of accounts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::ledger_account::AccountCode")]
pub enum LedgerAccountCode {
    /// Money at the payment provider.
    Clearing,
    /// Money that the payment provider holds because customers dispute their payments.
    Disputed,
    /// What unused gift cards are worth.
    GiftCards,
    /// What customers are owed because a refund came back to the payment provider.
    RefundsPayable,
    /// Sales tax to hand over.
    SalesTax,
    /// What one employee has earned and was not paid yet; one account per employee.
    CreatorPayable,
    /// Fees owed to the platform.
    PlatformPayable,
    /// Tax withheld and to be handed over.
    WithholdingPayable,
    /// Sales without sales tax.
    Sales,
    /// Shares of revenue that went to employees.
    RevenueShare,
    /// Fees of the platform.
    PlatformFee,
    /// Fees of the payment provider.
    ProcessingFee,
    /// Tax withheld.
    Withholding,
    /// Gift cards that were given away.
    Promotion,
    /// Gift cards that were paid for outside the platform.
    GiftCardSales,
}

/// Why something was posted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::ledger_transaction::TransactionKind")]
pub enum LedgerTransactionKind {
    /// An order was paid.
    Sale,
    /// Money was given back.
    Refund,
    /// What was given back came back to the payment provider.
    RefundReturned,
    /// A gift card was issued.
    GiftCardIssued,
    /// Earnings were paid out.
    Payout,
    /// A customer asked their bank to take a payment back; the provider holds the money.
    DisputeOpened,
    /// The bank decided: the money is there again, or left as a refund.
    DisputeClosed,
    /// An accountant posted it by hand.
    Entry,
    /// An accountant took an entry back.
    Reversal,
}

/// What came out of calculating something again.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationResult {
    /// It comes to the same.
    Match,
    /// It comes to something else.
    Mismatch,
}
