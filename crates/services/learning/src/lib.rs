//! Commands on learning: enrollments, progress in lessons, attempts at quizzes, completion, certificates and points.

mod outline;

pub mod enrollment;
