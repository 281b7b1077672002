//! The write side of what is taught: the catalogue's subjects, courses with their chapters and lessons, and quizzes.
//!
//! Whatever is inside a course is changed on the strength of the right to edit that course. Its row is locked first,
//! so two editors of one course take turns. A course that waits for review or is archived does not change: what a
//! reviewer has read is what they publish.

mod changes;
mod course_text;
mod order;
mod parts;
mod release;
mod text;

pub use course_text::gather_missing_course_texts;

pub mod category;
pub mod chapter;
pub mod course;
pub mod import;
pub mod lesson;
pub mod quiz;
