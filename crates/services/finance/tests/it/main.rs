//! Who earns what, on every back end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at its first surprise"
)]

mod database;
mod planting;
mod world;

mod attribution;
mod books;
mod entries;
mod fee_schedules;
mod model;
mod payouts;
mod refunds;
mod sales;
