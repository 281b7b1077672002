//! Who people are, the same in every organization: users, profiles, sessions and proofs of identity.

pub mod account;
pub mod email_token;
pub mod job_profile;
pub mod login_attempt;
pub mod platform_secret;
pub mod profile;
pub mod session;
pub mod throttle;
pub mod user;
