//! Orders: placing them, fulfilling them once they are paid, giving them up.

mod cancel;
mod fulfil;
mod place;
mod release;
mod rows;

pub use cancel::cancel_order;
pub use place::{PlaceOrder, Placed, PlacedOrder, place_order};

pub(crate) use cancel::give_up;
pub(crate) use fulfil::fulfil;

use crate::amount::decimal;
use entities::order;
use kernel::{Code, Currency, Problem};
use store::Failure;

/// The currency of an order.
pub(crate) fn currency_of(order: &order::Model) -> Result<Currency, Failure> {
    Currency::parse(&order.currency).ok_or(Failure::Defect("an order has no known currency"))
}

/// An amount as the event log tells it.
pub(crate) fn shown(minor: i64, order: &order::Model) -> Result<String, Failure> {
    Ok(decimal(minor, currency_of(order)?))
}

/// A refusal because of where an order stands.
pub(crate) fn not_in_state(code: Code, order: &order::Model) -> Problem {
    Problem::at("orderId", code).with("status", order.status.name())
}
