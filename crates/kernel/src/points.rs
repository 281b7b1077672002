//! Points: what is worth how many, and the ranks that come of them.

/// For passing a quiz with [`EXCELLENT_PERCENT`] or more, once per quiz.
pub const QUIZ_EXCELLENCE_POINTS: i64 = 100;

/// The percentage from which a passed quiz is excellent.
pub const EXCELLENT_PERCENT: i64 = 90;

/// For completing a course, once per course.
pub const COURSE_COMPLETED_POINTS: i64 = 300;

/// What the points earned in a lifetime make of a member. A rank never falls, because spending takes nothing from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Everybody begins here: an apprentice.
    Vajenec,
    /// A journeyman.
    Pomocnik,
    /// A master.
    Mojster,
    /// Somebody others learn from.
    Mentor,
}

impl Rank {
    /// Every rank, the lowest first.
    pub const ALL: &'static [Self] = &[Self::Vajenec, Self::Pomocnik, Self::Mojster, Self::Mentor];

    /// The lifetime points from which it is held.
    pub const fn begins_at(self) -> i64 {
        match self {
            Self::Vajenec => 0,
            Self::Pomocnik => 1500,
            Self::Mojster => 3500,
            Self::Mentor => 6000,
        }
    }

    /// The rank of somebody who has earned so many points in their lifetime.
    pub fn of(lifetime: i64) -> Self {
        let reached = Self::ALL.iter().rev().find(|rank| lifetime >= rank.begins_at());
        reached.copied().unwrap_or(Self::Vajenec)
    }

    /// The next rank; none after the last.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|rank| *rank > self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_begin_exactly_at_their_points() {
        for (lifetime, rank) in [
            (0, Rank::Vajenec),
            (1499, Rank::Vajenec),
            (1500, Rank::Pomocnik),
            (3499, Rank::Pomocnik),
            (3500, Rank::Mojster),
            (5999, Rank::Mojster),
            (6000, Rank::Mentor),
            (9999, Rank::Mentor),
        ] {
            assert_eq!(Rank::of(lifetime), rank, "{lifetime}");
        }
        assert_eq!(Rank::Vajenec.next(), Some(Rank::Pomocnik));
        assert_eq!(Rank::Mentor.next(), None);
    }
}
