//! Who earns what, in batches.

use crate::base::{keys, list_keys};
use entities::{
    attribution, earning, fee_schedule, ledger_account, ledger_posting, ledger_transaction, payout,
    payout_run, revenue,
};
use kernel::{
    AttributionId, EarningId, EmployeeId, FeeScheduleId, LedgerAccountId, LedgerTransactionId, OrderLineId,
    PayoutId, PayoutRunId, ProductId, RevenueId,
};
use reads::EarningSum;
use uuid::Uuid;

keys! {
    /// An attribution.
    AttributionById(AttributionId) -> attribution::Model, by reads::attributions_by_id, |row| row.id;
    /// A fee schedule.
    FeeScheduleById(FeeScheduleId) -> fee_schedule::Model, by reads::fee_schedules_by_id, |row| row.id;
    /// A revenue.
    RevenueById(RevenueId) -> revenue::Model, by reads::revenues_by_id, |row| row.id;
    /// An earning.
    EarningById(EarningId) -> earning::Model, by reads::earnings_by_id, |row| row.id;
    /// A payout.
    PayoutById(PayoutId) -> payout::Model, by reads::payouts_by_id, |row| row.id;
    /// A payout run.
    PayoutRunById(PayoutRunId) -> payout_run::Model, by reads::payout_runs_by_id, |row| row.id;
    /// An account of the books.
    LedgerAccountById(LedgerAccountId) -> ledger_account::Model, by reads::ledger_accounts_by_id, |row| row.id;
    /// A transaction of the books.
    LedgerTransactionById(LedgerTransactionId) -> ledger_transaction::Model,
        by reads::ledger_transactions_by_id, |row| row.id;
}

list_keys! {
    /// Every attribution of a product.
    AttributionsByProduct(ProductId) -> [attribution::Model], by reads::attributions_by_product,
        row => Some(row.product_id), Some(row);
    /// The earnings of a revenue.
    EarningsByRevenue(RevenueId) -> [earning::Model], by reads::earnings_by_revenue,
        row => Some(row.revenue_id), Some(row);
    /// The sale of an order line and its refunds.
    RevenuesByLine(OrderLineId) -> [revenue::Model], by reads::revenues_by_line,
        row => Some(row.order_line_id), Some(row);
    /// The payouts of a run.
    PayoutsByRun(PayoutRunId) -> [payout::Model], by reads::payouts_by_run, row => Some(row.run_id), Some(row);
    /// What was posted about a thing.
    LedgerTransactionsBySource(Uuid) -> [ledger_transaction::Model], by reads::ledger_transactions_by_source,
        row => Some(row.source_id), Some(row);
    /// The postings of a transaction.
    PostingsByTransaction(LedgerTransactionId) -> [ledger_posting::Model], by reads::postings_by_transaction,
        row => Some(row.transaction_id), Some(row);
    /// What an employee has earned, by attribution and currency.
    EarningSums(EmployeeId) -> [EarningSum], by reads::earning_sums, row => Some(row.employee_id), Some(row);
}
