//! Who earns what: fees, shares, the double-entry ledger and payouts.

pub mod attribution;
pub mod earning;
pub mod fee_schedule;
pub mod ledger_account;
pub mod ledger_posting;
pub mod ledger_transaction;
pub mod payout;
pub mod payout_run;
pub mod revenue;
