//! One side of a transaction on one account. Final.

use crate::{ByPosition, column::belongs_to};
use kernel::{LedgerAccountId, LedgerPostingId, LedgerTransactionId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One ledger posting.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "ledger_posting")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerPostingId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The transaction.
    pub transaction_id: LedgerTransactionId,
    /// The account.
    pub account_id: LedgerAccountId,
    /// In minor units; debits are positive, credits negative.
    pub amount_minor: i64,
    /// Place in the transaction, from 1.
    pub position: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Transaction: TransactionId -> entities::ledger_transaction, Id;
    Account: AccountId -> entities::ledger_account, Id;
}

impl ActiveModelBehavior for ActiveModel {}
