//! The commands on what is sold, on every back end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test stops at its first surprise, and a story is as long as it is"
)]

mod database;
mod look;
mod shop;
mod till;
mod world;

mod gift_cards;
mod model;
mod offers;
mod order_disputes;
mod order_journey;
mod order_payments;
mod order_races;
mod order_refunds;
mod prices;
mod products;
mod quote_gift_cards;
mod quote_lines;
mod quote_offers;
mod quote_races;
mod quote_taxes;
mod tax_rates;
