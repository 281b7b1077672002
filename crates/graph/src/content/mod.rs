//! Courses and what is in them.
//!
//! What a taker can read of a quiz and what its author can read are two families of types: `Quiz`, `QuizQuestion` and
//! `QuizOption` know nothing of right answers; `QuizDraft`, `QuestionDraft` and `OptionDraft` do, and only
//! `Course.authoring` leads to them.

mod authoring;
mod catalogue;
mod chapter;
mod course;
mod course_list;
mod draft;
mod enums;
mod file;
pub(crate) mod keys;
mod lesson;
mod quiz;

pub use authoring::{CourseAction, CourseAuthoring};
pub use catalogue::{Category, Tag};
pub(crate) use catalogue::{categories, tags};
pub use chapter::Chapter;
pub use course::{Course, CourseConnection, CourseEdge};
pub(crate) use course_list::courses;
pub use course_list::{CourseFilter, CourseOrder, CourseOrderField};
pub use draft::{OptionDraft, QuestionDraft, QuizDraft};
pub use enums::{
    AnswerReveal, ContentStatus, CourseLevel, CourseStatus, LessonKind, LessonLock, QuestionKind,
};
pub use file::{File, file_by_id};
pub use lesson::{Lesson, LessonContent};
pub use quiz::{Quiz, QuizOption, QuizQuestion};
