//! The API through the real router, on a database of its own for every test.
#![expect(
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::similar_names,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and a table or a story is as long as it is"
)]

mod access;
mod ahead;
mod attachments;
mod bad_input;
mod catalogue;
mod content;
mod cookies;
mod cost;
mod finance;
mod golden_thread;
mod hostile;
mod identity;
mod imported;
mod imported_files;
mod introspection;
mod invitations;
mod joining;
mod journey;
mod learning;
mod live;
mod measured;
mod members;
mod operations;
mod orders;
mod pictures;
mod races;
mod rates;
mod repeated;
mod schema;
mod selections;
mod stripe;
mod sweep;
mod till;
mod webhooks;
