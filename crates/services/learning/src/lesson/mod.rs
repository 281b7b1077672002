//! Learning lessons: opening, watching, completing.

mod complete;
mod open;
mod segments;
mod watch;

pub use complete::complete_lesson;
pub use open::open_lesson;
pub use watch::record_watched_segments;

use entities::{enrollment, lesson_progress};

/// What a command on a lesson has left behind.
#[derive(Clone, Debug)]
pub struct Learned {
    /// What was done in the lesson.
    pub progress: lesson_progress::Model,
    /// The enrollment it is part of.
    pub enrollment: enrollment::Model,
    /// Whether the lessons of the enrollment were counted just now.
    pub is_counted: bool,
}
