//! Courses: what they say about themselves, how they are opened, who looks after them, what they ask for.

mod create;
mod mentors;
mod prerequisites;
mod tags;
mod update;
mod workflow;

pub use create::{NewCourse, create_course};
pub use mentors::{add_course_mentor, remove_course_mentor};
pub use prerequisites::{add_course_prerequisite, remove_course_prerequisite};
pub use tags::set_course_tags;
pub use update::{UpdateCourse, update_course};
pub use workflow::{archive_course, publish_course, restore_course, return_course, submit_course};

use crate::changes::within;
use kernel::Problem;

/// How long a course may take: a year, day and night.
fn duration(minutes: i32) -> Result<i32, Problem> {
    within("durationMinutes", minutes, 1, 525_600)
}

/// How long a certificate may be valid: a hundred years.
fn validity(months: i32) -> Result<i32, Problem> {
    within("validityMonths", months, 1, 1_200)
}
