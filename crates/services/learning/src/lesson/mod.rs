//! Learning lessons: opening, watching, completing.

mod complete;
mod open;
mod segments;
mod watch;

pub use complete::complete_lesson;
pub use open::open_lesson;
pub use watch::record_watched_segments;
