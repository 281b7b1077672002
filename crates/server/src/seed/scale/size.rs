//! How much there is of everything.

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// A scale: 1 is a hundred organizations. What one organization has does not depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    organizations: u64,
}

impl Size {
    /// Members of an organization. Two organizations share half of theirs.
    pub const MEMBERS: u64 = 1_000;
    /// Employees among the members; the first is also the owner.
    pub const EMPLOYEES: u64 = 10;
    /// Courses of an organization.
    pub const COURSES: u64 = 100;
    /// Chapters of a course.
    pub const CHAPTERS: u64 = 5;
    /// Lessons of a chapter.
    pub const LESSONS: u64 = 8;
    /// Enrollments of an organization.
    pub const ENROLLMENTS: u64 = 5_000;
    /// Paid orders of an organization, of one course each.
    pub const ORDERS: u64 = 2_000;

    /// The size of a scale: at least one organization, at most a thousand.
    pub fn of_scale(scale: Decimal) -> anyhow::Result<Self> {
        let organizations = scale
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|hundredths| hundredths.round().to_u64());
        match organizations {
            Some(organizations @ 1..=1_000) => Ok(Self { organizations }),
            Some(_) | None => anyhow::bail!("--scale goes from 0.01 (one organization) to 10 (a thousand)"),
        }
    }

    /// Organizations.
    pub const fn organizations(self) -> u64 {
        self.organizations
    }

    /// Users: each is a member of two organizations, where there are two.
    pub const fn users(self) -> u64 {
        let half = self.organizations * (Self::MEMBERS / 2);
        if half < Self::MEMBERS { Self::MEMBERS } else { half }
    }
}
