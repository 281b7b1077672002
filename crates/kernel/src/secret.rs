//! Bearer secrets: random, shown once, stored only as a hash.

use crate::Random;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A secret in clear text, on its way to its owner or back from them.
#[derive(Clone)]
pub struct Secret(String);

/// What is stored of a secret. 256 random bits need no salt and no slow hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretHash(Vec<u8>);

impl Secret {
    /// 32 random bytes, written as `prefix` and 43 URL-safe characters.
    pub fn generate(prefix: &str, random: &dyn Random) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// A secret as a client sent it.
    pub fn presented(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The clear text: for the owner's eyes only.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The form that may be stored.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.as_bytes()).to_vec())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl SecretHash {
    /// The bytes to store.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}
