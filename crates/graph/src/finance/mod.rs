//! Who earns what: shares, earnings, payouts and the books.

mod attribution;
mod creator;
mod earning;
mod enums;
mod fee_schedule;
pub(crate) mod keys;
mod ledger;
mod payout;
mod payout_run;
mod pool;
mod revenue;
mod trial_balance;
mod value;
mod verification;

pub(crate) use attribution::attributions;
pub use attribution::{Attribution, AttributionConnection, AttributionEdge, AttributionFilter};
pub(crate) use creator::overview_of;
pub use creator::{EarningsByProduct, EarningsOverview, EarningsTotal};
pub(crate) use earning::earnings;
pub use earning::{Earning, EarningConnection, EarningEdge, EarningFilter};
pub use enums::{
    AttributionKind, LedgerAccountCode, LedgerAccountKind, LedgerTransactionKind, PayoutStatus,
    RefundedFeeBearer, VerificationResult,
};
pub(crate) use fee_schedule::fee_schedules;
pub use fee_schedule::{FeeSchedule, FeeScheduleConnection, FeeScheduleEdge};
pub(crate) use ledger::ledger_transactions;
pub use ledger::{
    LedgerAccount, LedgerPosting, LedgerTransaction, LedgerTransactionConnection, LedgerTransactionEdge,
    LedgerTransactionFilter,
};
pub(crate) use payout::payouts;
pub use payout::{Payout, PayoutConnection, PayoutEdge, PayoutFilter};
pub use payout_run::{PayoutRun, PayoutRunConnection, PayoutRunEdge, UnpaidEarnings};
pub(crate) use payout_run::{payout_runs, unpaid};
pub(crate) use pool::pool_of;
pub use pool::{RevenuePool, RevenuePoolInterval};
pub(crate) use revenue::overview;
pub use revenue::{Revenue, RevenueTotals};
pub(crate) use trial_balance::trial_balances;
pub use trial_balance::{TrialBalance, TrialBalanceLine};
pub use verification::{EarningDifference, PayoutVerification, verify_payout};
