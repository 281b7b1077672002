//! Who earns what: fees, shares, payouts.

mod attribution;
mod books;
mod fee_schedule;
mod mutation;
mod payout;
mod query;

pub use mutation::FinanceMutation;
pub use query::FinanceQuery;
