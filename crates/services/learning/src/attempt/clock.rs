//! The time an attempt has, by the server's clock.

use chrono::{DateTime, TimeDelta, Utc};
use entities::quiz_attempt::{self, AttemptStatus};

/// How long answers are still taken after the deadline, because they were on their way.
pub const GRACE_SECONDS: i64 = 30;

/// The moment from which an attempt takes no more answers.
pub(super) fn closes_at(attempt: &quiz_attempt::Model) -> Option<DateTime<Utc>> {
    attempt
        .deadline_at?
        .checked_add_signed(TimeDelta::seconds(GRACE_SECONDS))
}

/// The deadlines that are over at a moment, grace included, are those up to this one.
pub(super) fn over_at(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_signed(TimeDelta::seconds(GRACE_SECONDS))
        .unwrap_or(now)
}

/// When the time of an attempt in progress was over, if it is.
pub(super) fn overdue(attempt: &quiz_attempt::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match attempt.status {
        AttemptStatus::InProgress => closes_at(attempt).filter(|closed| *closed <= now),
        AttemptStatus::Submitted | AttemptStatus::TimedOut => None,
    }
}
