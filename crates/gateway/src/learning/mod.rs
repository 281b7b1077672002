//! Root fields of learning.

mod attempt;
mod certificate;
mod enrollment;
mod lesson;
mod mutation;
mod points;
mod query;
mod rating;

pub use mutation::LearningMutation;
pub use query::LearningQuery;
