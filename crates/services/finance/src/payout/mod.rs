//! Payouts: what employees have earned, given to them.

mod due;
mod run;

pub use due::Balance;
pub use run::{Run, RunPayouts, run_payouts};
