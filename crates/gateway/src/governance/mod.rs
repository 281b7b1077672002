//! What concerns the platform as a whole.

mod query;

pub use query::GovernanceQuery;
