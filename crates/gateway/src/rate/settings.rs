//! How much.

use std::num::NonZeroU32;

/// Points of complexity per minute; nothing means as many as anybody likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateSettings {
    /// Of a user who has signed in.
    pub per_user: Option<NonZeroU32>,
    /// Of everybody together who comes from an address and has not signed in.
    pub per_address: Option<NonZeroU32>,
    /// Of everybody together in an organization that has no budget of its own.
    pub per_organization: Option<NonZeroU32>,
}

impl RateSettings {
    /// No limits.
    pub const OFF: Self = Self {
        per_user: None,
        per_address: None,
        per_organization: None,
    };
}

/// What people with a browser do not come near to.
impl Default for RateSettings {
    fn default() -> Self {
        Self {
            per_user: NonZeroU32::new(300_000),
            per_address: NonZeroU32::new(300_000),
            per_organization: NonZeroU32::new(3_000_000),
        }
    }
}
