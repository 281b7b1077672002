//! What requests may cost per minute: for each user, for each address that nobody has signed in from, and in each organization.
//!
//! An operation costs its computed complexity, which [`Cost`] takes from the user or the address once it is known and before
//! anything is resolved. An organization is paid when it is entered: [`Spending`] is the store's toll, so there is no way around it
//! and no statement for it. What cannot be executed at all costs a flat amount. Each process counts for itself (ADR 26).

mod budgets;
mod classes;
mod cost;
mod headers;
mod settings;
mod spending;

pub(crate) use budgets::{Budgets, Spender};
pub(crate) use classes::{FILE, HEAVY, RUN, WRITE};
pub(crate) use cost::{Cost, paid};
pub use settings::RateSettings;
pub(crate) use spending::{Refused, Spending};
