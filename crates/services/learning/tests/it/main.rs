//! The commands on learning, on every back end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at its first surprise"
)]

mod course;
mod database;
mod look;
mod world;

mod access;
mod at_once;
mod certificates;
mod completion;
mod lessons;
mod quizzes;
mod timing;
