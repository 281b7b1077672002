//! The headers of draft-ietf-httpapi-ratelimit-headers-11, by which clients see a limit before they reach it.

use super::{budgets::Balance, spending::Spending};
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use std::time::Duration;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

impl Spending {
    /// Tells how the budgets stand that a request was paid from, and when a request is worth repeating that could not be paid.
    pub(crate) fn tell(&self, response: &mut Response) {
        let balances = self.balances();
        if balances.is_empty() {
            return;
        }
        let list = |item: fn(&(&'static str, Balance)) -> String| {
            let items: Vec<String> = balances.iter().map(item).collect();
            HeaderValue::from_str(&items.join(", "))
        };
        let policies = list(|(name, balance)| {
            // The draft has no name for points; what has a prefix is a comment.
            format!("\"{name}\";q={};w=60;volmify-unit=\"points\"", balance.size)
        });
        let limits = list(|(name, balance)| {
            let seconds = whole_seconds(balance.reset);
            format!("\"{name}\";r={};t={seconds}", balance.remaining)
        });
        let is_refused = response.status() == StatusCode::TOO_MANY_REQUESTS;
        let headers = response.headers_mut();
        for (name, value) in [(POLICY, policies), (LIMIT, limits)] {
            if let Ok(value) = value {
                headers.insert(name, value);
            }
        }
        if let Some(wait) = self.wait().filter(|_wait| is_refused) {
            headers.insert(header::RETRY_AFTER, whole_seconds(wait).into());
        }
    }
}

/// Rounded up: whoever comes a moment too early is refused again.
pub(super) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
