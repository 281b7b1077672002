//! Root fields of courses and what is in them.

mod attachment;
mod category;
mod chapter;
mod course;
mod course_links;
mod course_state;
mod cover;
mod import;
mod lesson;
mod lesson_state;
mod mutation;
mod question;
mod quiz;

pub use mutation::ContentMutation;
