//! What concerns the platform as a whole.

mod query;
mod subscription;

pub use query::GovernanceQuery;
pub use subscription::GovernanceSubscription;
