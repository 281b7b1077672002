//! The keys that organizations sign with.

use crate::CredentialError;
use aws_lc_rs::{
    hkdf::{HKDF_SHA256, Salt},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use uuid::Uuid;

/// What is written in front of an Ed25519 public key, so that readers know what it is: `ed25519-pub` of the multicodec table.
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];

/// The secret from which the keys of all organizations come.
#[derive(Clone)]
pub struct Keys([u8; 32]);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Keys that come from a secret; the same ones for the same secret.
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The key of an organization, by HKDF with SHA-256.
    pub(crate) fn of(&self, organization: Uuid) -> Result<SigningKey, CredentialError> {
        let mut seed = [0; 32];
        Salt::new(HKDF_SHA256, b"volmify credentials")
            .extract(&self.0)
            .expand(&[organization.as_bytes()], HKDF_SHA256)
            .and_then(|key| key.fill(&mut seed))
            .map_err(CredentialError::Key)?;
        SigningKey::of_seed(&seed)
    }
}

/// A key to sign with.
pub(crate) struct SigningKey {
    pair: Ed25519KeyPair,
    multibase: String,
}

impl SigningKey {
    pub(crate) fn of_seed(seed: &[u8; 32]) -> Result<Self, CredentialError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|_rejected| CredentialError::Key(aws_lc_rs::error::Unspecified))?;
        let public = [&ED25519_PUBLIC, pair.public_key().as_ref()].concat();
        Ok(Self {
            multibase: multibase(&public),
            pair,
        })
    }

    /// The key as the name of whoever holds it: a `did:key`, which everybody can read the public key from.
    pub(crate) fn did(&self) -> String {
        format!("did:key:{}", self.multibase)
    }

    /// The name under which a proof refers to the key.
    pub(crate) fn method(&self) -> String {
        format!("did:key:{0}#{0}", self.multibase)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> String {
        multibase(self.pair.sign(message).as_ref())
    }

    pub(crate) fn has_signed(&self, message: &[u8], signature: &str) -> bool {
        from_multibase(signature).is_some_and(|signature| {
            UnparsedPublicKey::new(&ED25519, self.pair.public_key())
                .verify(message, &signature)
                .is_ok()
        })
    }
}

/// Base 58 with the letter that says so.
fn multibase(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

fn from_multibase(text: &str) -> Option<Vec<u8>> {
    bs58::decode(text.strip_prefix('z')?).into_vec().ok()
}
