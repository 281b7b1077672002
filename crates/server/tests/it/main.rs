//! The binary and the worker, on SQLite or, where `TEST_DATABASE_URL` is set, on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at its first surprise"
)]

mod binary;
mod config;
mod database;
mod doctor;
mod import;
mod ledger;
mod process;
mod scale;
mod schema;
mod seed;
mod smoke;
mod webhooks;
mod worker;
mod world;
