//! Attempts at quizzes: starting, answering, handing in, by their taker or by the clock.

mod answer;
mod clock;
mod finish;
mod overdue;
mod score;
mod start;

pub use answer::{Answer, save_quiz_answers, submit_quiz_attempt};
pub use clock::GRACE_SECONDS;
pub use overdue::finish_overdue_attempts;
pub use start::start_quiz_attempt;
