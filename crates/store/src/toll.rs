//! What entering an organization costs. The store only asks; whoever serves requests counts.

use crate::Gate;
use std::{fmt, time::Duration};

/// Is asked each time a store that has one enters an organization, to read or to write, and may refuse it. There is no other way
/// into an organization, so nothing that is served can go around it. It sees what is read of the organization anyway, and only
/// after the actor was found to see the organization, so a refusal tells nobody that it exists.
pub trait Toll: fmt::Debug + Send + Sync {
    /// Pays for this organization. Whoever enters again and again within one request is asked again and again.
    fn pay(&self, gate: &Gate) -> Result<(), Overdrawn>;
}

/// An organization has no points left, or fewer than are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdrawn {
    /// What the organization has per minute.
    pub points_per_minute: u32,
    /// What was asked for.
    pub requested: u32,
    /// How long it takes until there is as much as was asked for; nothing, where there never is.
    pub wait: Option<Duration>,
}

impl fmt::Display for Overdrawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} points were asked for of an organization that has {} per minute",
            self.requested, self.points_per_minute
        )
    }
}
