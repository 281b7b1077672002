//! Tests through the real router on a real database: an application with a clock that stands still, people who act, and
//! a database of its own for every test, on SQLite or, with `TEST_DATABASE_URL`, on PostgreSQL.
//!
//! A helper that cannot do its work panics: the test it belongs to has failed.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "test support fails by panicking"
)]

mod answer;
mod app;
mod course;
mod database;
mod goods;
mod listening;
mod person;
mod upload;
mod world;

pub use answer::Answer;
pub use app::TestApp;
pub use course::{Chapter, Course, NewCourse, Question, Quiz};
pub use database::TestDatabase;
pub use goods::{Card, Goods};
pub use listening::Listening;
pub use person::Person;
pub use upload::PNG;
pub use world::{Staff, TwoOrganizations};
