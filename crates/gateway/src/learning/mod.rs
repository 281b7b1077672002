//! Root fields of learning.

mod attempt;
mod certificate;
mod enrollment;
mod lesson;
mod mutation;
mod query;

pub use mutation::LearningMutation;
pub use query::LearningQuery;
