//! Certificates as Open Badges 3.0: a verifiable credential that its holder keeps, signed so that anybody can check it without
//! asking us.
//!
//! The format is <https://www.imsglobal.org/spec/ob/v3p0/>, the proof `eddsa-jcs-2022` of
//! <https://www.w3.org/TR/vc-di-eddsa/>. Keys of organizations are derived from one secret, so an organization always signs with
//! the same one. What was revoked later does not show in a credential: for that its code is looked up.

mod badge;
mod key;
mod proof;

pub use badge::{Achieved, Credential};
pub use key::Keys;

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// The library of cryptography has refused.
    #[error("the key of an organization cannot be used: {0}")]
    Key(aws_lc_rs::error::Unspecified),
    /// The document cannot be written in its canonical form.
    #[error("a credential cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
}
