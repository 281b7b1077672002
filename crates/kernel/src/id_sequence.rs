//! Ids in the order in which they are drawn, also within a millisecond.

use crate::{Clock, Random, TypedId};
use std::sync::{Mutex, PoisonError};

/// Draws the ids of one process. Those of one millisecond grow, so that rows of one transaction, which share its moment, are
/// listed in the order in which they were made. The method is "monotonic random" of RFC 9562, section 6.2.
#[derive(Debug, Default)]
pub struct IdSequence(Mutex<Drawn>);

/// What was drawn last.
#[derive(Clone, Copy, Debug, Default)]
struct Drawn {
    millis: u64,
    /// The 12 bits behind the time.
    high: [u8; 2],
    /// The 62 bits behind those.
    low: u64,
}

/// Where a millisecond begins: with one bit of the 62 to spare, so that it never runs out.
const BEGIN: u64 = (1 << 61) - 1;

/// How far apart two ids of a millisecond are at most; at random, so that nobody guesses one from another.
const STEP: u64 = (1 << 32) - 1;

impl IdSequence {
    /// The next id.
    pub fn draw<I: TypedId>(&self, clock: &dyn Clock, random: &dyn Random) -> I {
        let mut bytes = [0; 10];
        random.fill(&mut bytes);
        let [first, second, low @ ..] = bytes;
        let low = u64::from_be_bytes(low);
        let millis = u64::try_from(clock.now().timestamp_millis()).unwrap_or_default();
        let drawn = {
            let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *last = if last.millis == millis && last.low != 0 {
                Drawn {
                    low: last.low + 1 + (low & STEP),
                    ..*last
                }
            } else {
                Drawn {
                    millis,
                    high: [first, second],
                    low: 1 + (low & BEGIN),
                }
            };
            *last
        };
        let mut bytes = [0; 10];
        let (high, low) = bytes.split_at_mut(2);
        high.copy_from_slice(&drawn.high);
        low.copy_from_slice(&drawn.low.to_be_bytes());
        I::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EventId, SeededRandom, TestClock};
    use chrono::{DateTime, TimeDelta};

    #[test]
    fn ids_of_a_millisecond_are_in_the_order_of_their_drawing() {
        let (sequence, random) = (IdSequence::default(), SeededRandom::new(7));
        let clock = TestClock::at(DateTime::UNIX_EPOCH);
        let ids: Vec<EventId> = (0..10_000).map(|_| sequence.draw(&clock, &random)).collect();
        assert!(ids.is_sorted_by(|one, next| one.uuid() < next.uuid()));
    }

    #[test]
    fn a_clock_that_goes_back_takes_the_ids_along() {
        let (sequence, random) = (IdSequence::default(), SeededRandom::new(7));
        let clock = TestClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(1));
        let late: EventId = sequence.draw(&clock, &random);
        clock.set(DateTime::UNIX_EPOCH);
        let early: EventId = sequence.draw(&clock, &random);
        assert!(early.uuid() < late.uuid());
        assert_eq!(early.uuid().get_version_num(), 7);
    }
}
