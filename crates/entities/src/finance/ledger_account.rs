//! An account of the organization's books in one currency.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EmployeeId, LedgerAccountId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What an account holds.
    AccountKind {
        /// What the organization has.
        Asset = "ASSET",
        /// What it owes.
        Liability = "LIABILITY",
        /// What it earns.
        Revenue = "REVENUE",
        /// What it spends.
        Expense = "EXPENSE",
    }
}

stored_enum! {
    /// Which account of the chart of accounts.
    AccountCode {
        /// Money at the payment provider.
        Clearing = "CLEARING",
        /// Money that the provider holds because customers dispute their payments.
        Disputed = "DISPUTED",
        /// What unused gift cards are worth.
        GiftCards = "GIFT_CARDS",
        /// What customers are owed because a refund came back.
        RefundsPayable = "REFUNDS_PAYABLE",
        /// Sales tax to hand over.
        SalesTax = "SALES_TAX",
        /// What one employee has earned and was not paid yet.
        CreatorPayable = "CREATOR_PAYABLE",
        /// Fees owed to the platform.
        PlatformPayable = "PLATFORM_PAYABLE",
        /// Tax withheld and to be handed over.
        WithholdingPayable = "WITHHOLDING_PAYABLE",
        /// Sales without sales tax.
        Sales = "SALES",
        /// Shares of revenue that went to employees.
        RevenueShare = "REVENUE_SHARE",
        /// Fees of the platform.
        PlatformFee = "PLATFORM_FEE",
        /// Fees of the payment provider.
        ProcessingFee = "PROCESSING_FEE",
        /// Tax withheld.
        Withholding = "WITHHOLDING",
        /// Gift cards that were given away.
        Promotion = "PROMOTION",
        /// Gift cards that were paid for outside the platform.
        GiftCardSales = "GIFT_CARD_SALES",
    }
}

/// One ledger account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "ledger_account")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LedgerAccountId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Which account of the chart of accounts.
    pub code: AccountCode,
    /// What it holds.
    pub kind: AccountKind,
    /// ISO 4217 code.
    pub currency: String,
    /// Whose, where an account is kept per employee.
    pub employee_id: Option<EmployeeId>,
    /// Debits less credits, in minor units. Kept by the database with every posting.
    pub balance_minor: i64,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Employee: EmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}
