//! What is taught: courses, their chapters and lessons, and the quizzes in them.

pub mod category;
pub mod chapter;
pub mod course;
pub mod course_import;
pub mod course_mentor;
pub mod course_prerequisite;
pub mod course_tag;
pub mod course_text;
pub mod file;
pub mod lesson;
pub mod lesson_content;
pub mod quiz;
pub mod quiz_key;
pub mod quiz_option;
pub mod quiz_question;
pub mod tag;
