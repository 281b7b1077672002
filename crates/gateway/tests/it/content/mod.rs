//! Courses as authors, reviewers, learners and passers-by see them.

mod authoring;
mod catalogue;
mod outline;
mod search;
mod types;
