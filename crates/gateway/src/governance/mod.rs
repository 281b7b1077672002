//! What concerns the platform as a whole.

mod mutation;
mod query;
mod subscription;
mod webhook;

pub use mutation::GovernanceMutation;
pub use query::GovernanceQuery;
pub use subscription::GovernanceSubscription;
