//! What messages are signed with, so that receivers know who sent them.

use aws_lc_rs::{
    error::Unspecified,
    hkdf::{HKDF_SHA256, Salt},
    hmac::{self, HMAC_SHA256, Key},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The secret from which the secrets of all endpoints come. So none of them is stored, and a row of an endpoint tells nothing.
#[derive(Clone)]
pub struct Secrets([u8; 32]);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Secrets that come from one; the same ones from the same.
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// A generation of an endpoint's secret, by HKDF with SHA-256.
    pub fn of(&self, endpoint: Uuid, generation: i32) -> Result<Secret, Unspecified> {
        let mut bytes = [0; 32];
        Salt::new(HKDF_SHA256, b"volmify webhooks")
            .extract(&self.0)
            .expand(&[endpoint.as_bytes(), &generation.to_be_bytes()], HKDF_SHA256)?
            .fill(&mut bytes)?;
        Ok(Secret(bytes.to_vec()))
    }
}

/// What one receiver knows and nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The text that receivers keep: `whsec_` and the bytes in base 64.
    pub fn reveal(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.0))
    }

    /// Reads that text.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
        Some(Self(bytes))
    }

    /// The signature of a message at a moment: `v1,` and the HMAC-SHA256 of id, seconds and body in base 64.
    pub fn sign(&self, id: &str, at: DateTime<Utc>, body: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&Key::new(HMAC_SHA256, &self.0));
        context.update(format!("{id}.{}.", at.timestamp()).as_bytes());
        context.update(body);
        format!("v1,{}", STANDARD.encode(context.sign()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification and its libraries are tested with. Its secret is written in two parts, as it looks like one
    /// that must not be published.
    #[test]
    fn signatures_are_those_of_the_specification() {
        let secret = Secret::parse(concat!("whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).unwrap();
        let at = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        assert_eq!(
            secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b"{\"test\": 2432232314}"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn every_endpoint_and_generation_has_a_secret_of_its_own() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let secrets = Secrets::new([7; 32]);
        let secret = |endpoint, generation| secrets.of(endpoint, generation).unwrap();
        assert_eq!(secret(one, 1), Secrets::new([7; 32]).of(one, 1).unwrap());
        assert_ne!(secret(one, 1), secret(one, 2));
        assert_ne!(secret(one, 1), secret(other, 1));
        assert_ne!(secret(one, 1), Secrets::new([8; 32]).of(one, 1).unwrap());
        let text = secret(one, 1).reveal();
        assert_eq!(Secret::parse(&text), Some(secret(one, 1)));
        assert_eq!(STANDARD.decode(&text["whsec_".len()..]).unwrap().len(), 32);
        assert_eq!(format!("{:?}{secrets:?}", secret(one, 1)), "Secret(…)Secrets(…)");
    }
}
