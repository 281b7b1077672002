//! The commands on courses and what is in them, on every back end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test stops at its first surprise, and a story is as long as it is"
)]

mod database;
mod school;

mod at_once;
mod authority;
mod imported_files;
mod imports;
mod outline;
mod prerequisites;
mod quizzes;
mod release;
mod workflow;
