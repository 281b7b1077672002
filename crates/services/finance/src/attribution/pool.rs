//! The pool: the shares of a product, which are never more than the whole at any instant.

use chrono::{DateTime, Utc};
use kernel::Rate;

/// A share during `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From when on.
    pub from: DateTime<Utc>,
    /// Until before when; none: for good.
    pub to: Option<DateTime<Utc>>,
    /// How much, in millionths.
    pub share_ppm: i64,
}

impl Window {
    /// Whether a moment is within.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// The instant at which a wanted share lacks most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// The first instant of it.
    pub at: DateTime<Utc>,
    /// What would be allocated then.
    pub total_ppm: i64,
    /// What the others leave then.
    pub available_ppm: i64,
}

/// Whether the others leave room for a share during all of its window. What is allocated changes only where a window
/// begins or ends, and grows only where one begins, so those instants are all that have to be looked at.
pub fn fits(others: &[Window], wanted: &Window) -> Result<(), Exceeded> {
    let whole = i64::from(Rate::WHOLE.ppm());
    let mut instants: Vec<_> = others.iter().map(|other| other.from).collect();
    instants.push(wanted.from);
    instants.retain(|at| wanted.holds(*at));
    instants.sort_unstable();
    let mut worst: Option<Exceeded> = None;
    for at in instants {
        let allocated: i64 = others
            .iter()
            .filter(|other| other.holds(at))
            .map(|other| other.share_ppm)
            .sum();
        let total_ppm = allocated + wanted.share_ppm;
        if total_ppm > whole && worst.is_none_or(|worst| total_ppm > worst.total_ppm) {
            worst = Some(Exceeded {
                at,
                total_ppm,
                available_ppm: (whole - allocated).max(0),
            });
        }
    }
    worst.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn month(month: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, month, 1, 0, 0, 0).unwrap()
    }

    fn share(percent: i64, from: u32, to: Option<u32>) -> Window {
        Window {
            from: month(from),
            to: to.map(month),
            share_ppm: percent * 10_000,
        }
    }

    #[test]
    fn the_pool_is_looked_at_at_every_instant() {
        let exceeded = Exceeded {
            at: month(6),
            total_ppm: 1_200_000,
            available_ppm: 400_000,
        };
        assert_eq!(fits(&[share(60, 1, Some(7))], &share(60, 6, None)), Err(exceeded));
        assert_eq!(fits(&[share(60, 6, None)], &share(60, 1, Some(7))), Err(exceeded));
        assert_eq!(fits(&[share(60, 1, Some(6))], &share(60, 6, None)), Ok(()));
        assert_eq!(fits(&[share(60, 6, None)], &share(60, 1, Some(6))), Ok(()));
    }

    #[test]
    fn the_instant_that_lacks_most_is_told() {
        let others = [share(50, 1, None), share(30, 3, Some(4)), share(20, 8, None)];
        let exceeded = fits(&others, &share(60, 2, None)).unwrap_err();
        assert_eq!((exceeded.at, exceeded.available_ppm), (month(3), 200_000));
        assert_eq!(fits(&others, &share(50, 4, Some(8))), Ok(()));
        assert!(fits(&others, &share(50, 4, None)).is_err());
    }
}
