//! The name of a document: the SHA-256 of its text.

use async_graphql::Variables;
use sha2::{Digest, Sha256};

/// Variables above this size are not worth remembering.
const MAX_VARIABLE_BYTES: usize = 4096;

/// The SHA-256 of a document's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DocumentHash([u8; 32]);

impl DocumentHash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

/// Stands for an operation's name and variables. Nothing for variables that are too large.
pub(super) fn of_usage(operation_name: Option<&str>, variables: &Variables) -> Option<DocumentHash> {
    let values = serde_json::to_vec(variables).ok()?;
    if values.len() > MAX_VARIABLE_BYTES {
        return None;
    }
    let mut digest = Sha256::new();
    // A name cannot hold a line break, so the two cannot run into each other.
    digest.update(operation_name.unwrap_or_default());
    digest.update(b"\n");
    digest.update(&values);
    Some(DocumentHash(digest.finalize().into()))
}
