//! Ids and moments that come out the same every time.

use chrono::{DateTime, Duration, Utc};
use kernel::{Clock, SeededRandom, TestClock, TypedId};

/// The first moment of everything made up: 1 January 2026.
const BEGINNING: i64 = 1_767_225_600;

/// Makes ids in ascending order, as a running server would.
pub(super) struct Maker {
    clock: TestClock,
    random: SeededRandom,
}

impl Maker {
    pub(super) fn new() -> Self {
        let beginning = DateTime::from_timestamp(BEGINNING, 0).unwrap_or_default();
        Self {
            clock: TestClock::at(beginning),
            random: SeededRandom::new(1),
        }
    }

    /// A new id, a millisecond later than the last.
    pub(super) fn id<I: TypedId>(&mut self) -> I {
        self.clock.advance(Duration::milliseconds(1));
        I::generate(&self.clock, &self.random)
    }

    /// The moment of the last id.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

/// A count as the database holds it.
pub(super) fn small(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
