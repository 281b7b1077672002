//! What becomes of the money of a sale: the fees, the revenue shares, what a refund takes back of both, what is paid
//! out, and the books that all of it is written into.
//!
//! [`fees`], [`split`], [`reversal`] and [`entries`] are pure: amounts are `i64` in the minor unit of one currency, rates
//! are [`kernel::Rate`], nothing is read and nothing is written, so a command can calculate on the snapshots of a sale
//! (rule m6) and a test can calculate on anything.
//!
//! [`sale`], [`refund`], [`dispute`] and [`gift_card`] are what other commands call within their own transaction: whoever takes a
//! payment also earns, and both happen or neither does. They write through [`posting`], the only place where the ledger
//! is written. [`fee_schedule`], [`attribution`], [`payout`] and [`books`] hold commands of their own; [`verification`] calculates a
//! payout again.

mod history;
mod input;

pub mod attribution;
pub mod audit;
pub mod books;
pub mod dispute;
pub mod entries;
pub mod fee_schedule;
pub mod fees;
pub mod gift_card;
pub mod payout;
pub mod posting;
pub mod refund;
pub mod reversal;
pub mod sale;
pub mod split;
pub mod verification;

use kernel::MoneyError;
use store::Failure;

/// An amount that was stored does not add up, which the commands that stored it rule out.
pub(crate) const fn miscalculated(_error: MoneyError) -> Failure {
    Failure::Defect("stored amounts do not add up")
}
