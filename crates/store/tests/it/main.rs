//! What the store and the database promise together. Every test runs on SQLite, and on PostgreSQL where
//! `TEST_DATABASE_URL` names a server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops at its first surprise and says why"
)]

mod catalog;
mod database;
mod declared;
mod invitations;
mod members;
mod person;
mod planted;
mod tenant;
mod webhooks;

mod at_once;
mod concurrency;
mod connections;
mod deliveries;
mod event_log;
mod following;
mod foreign_rows;
mod held;
mod ledger;
mod left;
mod login_roles;
mod once;
mod ownership;
mod page_plans;
mod paging;
mod parity;
mod past_the_scope;
mod raced;
mod references;
mod row_security;
mod snapshots;
