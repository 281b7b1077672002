//! Commands on learning: enrollments, progress in lessons, attempts at quizzes, completion, certificates and points.

mod advance;
mod outline;
mod place;
mod points;

pub mod attempt;
pub mod certificate;
pub mod enrollment;
pub mod lesson;
