//! Certificates: issued with the completion of a course, revoked by hand.

mod issue;
mod revoke;

pub use revoke::revoke_certificate;

pub(crate) use issue::issue;
