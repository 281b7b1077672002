//! Money: amounts, rates, and the integer arithmetic that everything with a price is calculated by.
//!
//! An amount is a whole number of minor units such as cents (rule m1), kept as `i64`. What is calculated in between is
//! `i128`, wide enough for every product of two amounts, so that nothing wraps and nothing is rounded twice. What does
//! not fit in the end is [`MoneyError::OutOfRange`]. There is no floating point, and decimals are only a way to write
//! amounts and rates.

mod allocate;
mod amount;
mod currency;
mod error;
mod proportion;
mod rate;
mod tax;

pub use allocate::{Share, allocate, allocate_further};
pub use amount::Money;
pub use currency::Currency;
pub use error::MoneyError;
pub use proportion::proportion;
pub use rate::{Rate, percent};
pub use tax::{tax_on, tax_within};
