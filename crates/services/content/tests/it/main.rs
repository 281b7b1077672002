//! The commands on courses and what is in them, on every back end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at its first surprise"
)]

mod database;
mod school;

mod at_once;
mod authority;
mod outline;
mod prerequisites;
mod quizzes;
mod release;
mod workflow;
