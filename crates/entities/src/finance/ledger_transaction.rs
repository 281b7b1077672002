//! Something that was posted, balanced to zero. Final.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{LedgerTransactionId, OrganizationId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Why something was posted.
    TransactionKind {
        /// An order line was paid.
        Sale = "SALE",
        /// Money was given back.
        Refund = "REFUND",
        /// What was given back came back to the provider.
        RefundReturned = "REFUND_RETURNED",
        /// A gift card was issued.
        GiftCardIssued = "GIFT_CARD_ISSUED",
        /// Earnings were paid out.
        Payout = "PAYOUT",
        /// A customer asked their bank to take a payment back; the provider holds it.
        DisputeOpened = "DISPUTE_OPENED",
        /// The bank decided.
        DisputeClosed = "DISPUTE_CLOSED",
        /// An accountant has posted it by hand.
        Entry = "ENTRY",
        /// An entry by hand was taken back.
        Reversal = "REVERSAL",
    }
}

/// One ledger transaction.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "ledger_transaction")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerTransactionId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Why.
    pub kind: TransactionKind,
    /// ISO 4217 code of every posting of it.
    pub currency: String,
    /// The kind of thing it is about, such as `order`.
    pub source_type: String,
    /// The thing it is about.
    pub source_id: Uuid,
    /// The moment it counts for.
    pub occurred_at: DateTimeUtc,
    /// When it really happened, where that is in books that were closed; only of what was posted by hand.
    pub originally_occurred_at: Option<DateTimeUtc>,
    /// What an accountant has noted.
    pub note: Option<String>,
    /// Who caused it; none: the server itself.
    pub posted_by_user_id: Option<UserId>,
    /// Debits less credits of the postings so far; the database insists that it is zero at the end.
    pub imbalance_minor: i64,
    /// Postings that were announced and have not been written; zero at the end as well.
    pub missing_postings: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// Always zero: what `imbalance_minor` and `missing_postings` have to equal at the end.
    pub zero: i64,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    PostedByUser: PostedByUserId -> entities::user, Id;
}

impl ActiveModelBehavior for ActiveModel {}
