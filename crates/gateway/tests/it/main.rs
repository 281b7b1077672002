//! The API through the real router, on a database of its own for every test.

mod access;
mod cookies;
mod hostile;
mod identity;
mod invitations;
mod journey;
mod members;
mod operations;
mod races;
mod schema;
mod sweep;
