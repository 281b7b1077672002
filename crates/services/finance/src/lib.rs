//! What becomes of the money of a sale: the fees, the revenue shares, and what a refund takes back of both.
//!
//! So far this is the arithmetic alone. It is pure: amounts are `i64` in the minor unit of one currency, rates are
//! [`kernel::Rate`], nothing is read and nothing is written, so a command can calculate on the snapshots of a sale
//! (rule m6) and a test can calculate on anything.

pub mod fees;
pub mod reversal;
pub mod split;
