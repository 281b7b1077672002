//! What is sold and what it costs: products, prices, offers, taxes, gift cards, and the quote that puts them together;
//! and what becomes of a quote: orders, payments and refunds.
//!
//! A command works in the transaction that has entered the organization. It checks its whole input before it writes,
//! decides on locked rows, and tells the event log what it did in the same transaction. The arithmetic is in
//! [`pricing`], pure and without a database; [`quote`] is where stored prices meet it, for quotes and for orders alike.

mod actor;
mod amount;
mod changes;
mod jurisdiction;
mod window;

pub mod gift_card;
pub mod offer;
pub mod order;
pub mod payment;
pub mod price;
pub mod pricing;
pub mod product;
pub mod quote;
pub mod refund;
pub mod tax_rate;

pub use amount::MoneyInput;

use chrono::{DateTime, SecondsFormat, Utc};

/// A moment as clients read it.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
