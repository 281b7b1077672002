//! What is learned in one sitting.

mod attachments;
mod create;
mod delete;
mod release;
mod relocate;
mod update;

pub(crate) use attachments::attach;
pub(crate) use delete::erase;

pub use attachments::{NewAttachment, add_lesson_attachment, may_attach, remove_lesson_attachment};
pub use create::{NewLesson, create_lesson};
pub use delete::delete_lesson;
pub use release::{publish_lesson, schedule_lesson, unpublish_lesson};
pub use relocate::move_lesson;
pub use update::{UpdateLesson, update_lesson};

use kernel::Problem;

/// The most lessons of a chapter; an outline is read as a whole.
const MOST: i32 = 200;

/// How long a video may be: a day.
fn video_length(seconds: i32) -> Result<i32, Problem> {
    crate::changes::within("videoSeconds", seconds, 1, 86_400)
}
