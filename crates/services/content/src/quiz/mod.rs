//! Quizzes, their questions and the keys that say which answers are right.
//!
//! Once somebody has begun to take a quiz, its questions stay scorable as they were: questions are neither added nor
//! removed, and neither kind, points, options nor key of one change. Texts may, and so may the order and the settings.

mod delete;
mod options;
mod question;
mod question_order;
mod update_question;
mod write;

pub(crate) use delete::erase;

pub use delete::delete_quiz;
pub use options::OptionInput;
pub use question::{NewQuestion, add_quiz_question};
pub use question_order::{move_quiz_question, remove_quiz_question};
pub use update_question::{UpdateQuestion, update_quiz_question};
pub use write::{NewQuiz, UpdateQuiz, create_quiz, update_quiz};
