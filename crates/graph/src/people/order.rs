//! Which way a list runs.

use async_graphql::Enum;

/// Which way a list runs.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderDirection {
    /// Smallest, earliest or first in the alphabet first.
    #[default]
    Asc,
    /// Largest, latest or last in the alphabet first.
    Desc,
}

impl OrderDirection {
    pub(crate) const fn is_descending(self) -> bool {
        match self {
            Self::Asc => false,
            Self::Desc => true,
        }
    }
}
