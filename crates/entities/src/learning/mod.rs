//! Who learns what: enrollments, progress, attempts, certificates and points.

pub mod certificate;
pub mod course_rating;
pub mod early_unlock;
pub mod enrollment;
pub mod lesson_progress;
pub mod point_balance;
pub mod point_entry;
pub mod quiz_answer;
pub mod quiz_attempt;
