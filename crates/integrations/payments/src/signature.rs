//! Signatures of messages: `t=<seconds>,v1=<HMAC-SHA256 of "seconds.body" in hexadecimal digits>`.
//!
//! The time is signed too, so a message that was overheard cannot be sent again later. While a secret is being
//! replaced there may be several `v1`; one that holds is enough.

use crate::WebhookError;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How far the time in a signature may be from ours, in seconds.
const TOLERANCE: i64 = 300;

/// No provider needs more bytes: that is a dozen of `v1`.
const LONGEST: usize = 1024;

type HmacSha256 = Hmac<Sha256>;

/// Any length of key is possible, so there is always one.
fn keyed(secret: &str, seconds: i64, body: &[u8]) -> Option<HmacSha256> {
    let mut mac = HmacSha256::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(seconds.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

/// The signature of a body at a moment.
pub(crate) fn sign(secret: &str, body: &[u8], now: DateTime<Utc>) -> String {
    let seconds = now.timestamp();
    let digest = keyed(secret, seconds, body)
        .map(|mac| hex::encode(mac.finalize().into_bytes()))
        .unwrap_or_default();
    format!("t={seconds},v1={digest}")
}

/// Whether a signature by one of the secrets holds, compared without telling by the time it takes how much of it was
/// right.
pub(crate) fn verify<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    signature: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), WebhookError> {
    if signature.len() > LONGEST {
        return Err(WebhookError::Signature);
    }
    let part = |name: &'static str| {
        signature
            .split(',')
            .filter_map(|part| part.trim().split_once('='))
            .filter_map(move |(key, value)| (key == name).then_some(value))
    };
    let seconds: i64 = part("t")
        .next()
        .and_then(|text| text.parse().ok())
        .ok_or(WebhookError::Signature)?;
    if seconds.abs_diff(now.timestamp()) > TOLERANCE.unsigned_abs() {
        return Err(WebhookError::Signature);
    }
    let presented: Vec<_> = part("v1").filter_map(|digits| hex::decode(digits).ok()).collect();
    // The body is read once for each secret, not once for each `v1`: anybody may send many of those.
    let holds = secrets
        .into_iter()
        .filter_map(|secret| keyed(secret, seconds, body))
        .any(|mac| {
            presented
                .iter()
                .any(|digest| mac.clone().verify_slice(digest).is_ok())
        });
    if holds {
        Ok(())
    } else {
        Err(WebhookError::Signature)
    }
}
