//! The parts of a course.

mod delete;
mod release;
mod write;

pub use delete::delete_chapter;
pub use release::{publish_chapter, schedule_chapter, unpublish_chapter};
pub use write::{UpdateChapter, create_chapter, move_chapter, update_chapter};
