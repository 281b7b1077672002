//! Scoring: whole numbers only, and a question is right or it is not.

use kernel::{EXCELLENT_PERCENT, QuizQuestionId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A set of options.
pub(super) type Options = BTreeSet<Uuid>;

/// What an attempt has earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Score {
    pub(super) earned: i32,
    pub(super) total: i32,
}

impl Score {
    /// Whether it reaches a percentage. Compared without division, so that 79.99 is not 80.
    pub(super) fn reaches(self, percent: i64) -> bool {
        self.total > 0 && i64::from(self.earned) * 100 >= percent * i64::from(self.total)
    }

    /// Whether it earns points.
    pub(super) fn is_excellent(self) -> bool {
        self.reaches(EXCELLENT_PERCENT)
    }
}

/// What an answer earns: everything for exactly the right options, otherwise nothing.
pub(super) fn earned(points: i32, right: Option<&Options>, chosen: Option<&Options>) -> i32 {
    match (right, chosen) {
        (Some(right), Some(chosen)) if !right.is_empty() && right == chosen => points,
        _ => 0,
    }
}

/// The score of an attempt: of each question its points, and what it earned.
pub(super) fn score(points: &[(QuizQuestionId, i32)], earned: &HashMap<QuizQuestionId, i32>) -> Score {
    Score {
        earned: points.iter().filter_map(|(id, _)| earned.get(id)).sum(),
        total: points.iter().map(|(_, points)| points).sum(),
    }
}

/// Reads the options that a row holds.
pub(super) fn options(stored: &serde_json::Value) -> Options {
    serde_json::from_value(stored.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(options: &[u128]) -> Options {
        options.iter().map(|id| Uuid::from_u128(*id)).collect()
    }

    #[test]
    fn the_boundary_is_exact() {
        let reaches = |earned, total, percent| Score { earned, total }.reaches(percent);
        assert!(reaches(8, 10, 80) && !reaches(79, 100, 80));
        assert!(!reaches(7, 10, 80) && !reaches(799, 999, 80));
        assert!(reaches(0, 5, 0) && !reaches(0, 0, 0));
        assert!(Score { earned: 9, total: 10 }.is_excellent());
        assert!(
            !Score {
                earned: 89,
                total: 100
            }
            .is_excellent()
        );
        assert!(reaches(i32::MAX, i32::MAX, 100));
    }

    #[test]
    fn all_right_options_and_no_other() {
        let right = of(&[1, 2]);
        assert_eq!(earned(5, Some(&right), Some(&of(&[2, 1]))), 5);
        for wrong in [of(&[1]), of(&[1, 2, 3]), of(&[])] {
            assert_eq!(earned(5, Some(&right), Some(&wrong)), 0);
        }
        assert_eq!(earned(5, Some(&right), None), 0);
        assert_eq!(earned(5, Some(&of(&[])), Some(&of(&[]))), 0);
        assert_eq!(earned(5, None, Some(&of(&[1]))), 0);
    }
}
