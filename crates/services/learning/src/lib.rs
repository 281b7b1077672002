//! Commands on learning: enrollments, progress in lessons, attempts at quizzes, completion, certificates and points.

mod advance;
mod outline;
mod place;

pub mod attempt;
pub mod certificate;
pub mod enrollment;
pub mod lesson;
pub mod points;
pub mod rating;
pub mod unlock;
