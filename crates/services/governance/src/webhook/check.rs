//! What endpoints are made of.

use entities::webhook_endpoint::{self, WebhookEvent, WebhookEvents};
use kernel::{Code, Problem, Problems, TextLimits, optional_line, within};
use serde_json::{Value, json};
use std::collections::HashSet;
use url::Url;
use webhooks::{LONGEST_URL, Reach, TargetError};

/// Where events go.
pub(super) fn address(text: &str, reach: Reach) -> Result<String, Problem> {
    let code = match webhooks::target(text, reach) {
        Ok(url) => return Ok(url.into()),
        Err(TargetError::TooLong) => {
            return Err(Problem::at("url", Code::TooLong).with("max", LONGEST_URL));
        }
        Err(TargetError::Malformed) => Code::InvalidFormat,
        Err(TargetError::NotHttps) => Code::UrlNotSecure,
        Err(TargetError::Credentials) => Code::UrlWithCredentials,
        Err(TargetError::NotPublic) => Code::UrlNotPublic,
    };
    Err(Problem::at("url", code))
}

/// What an endpoint is for.
pub(super) fn description(text: &str) -> Result<Option<String>, Problem> {
    optional_line("description", text, TextLimits::LINE)
}

/// What an endpoint wants to be told: something, and nothing twice.
pub(super) fn events(wanted: Vec<WebhookEvent>, problems: &mut Problems) -> WebhookEvents {
    problems.require(!wanted.is_empty(), || Problem::at("events", Code::Required));
    let mut known = HashSet::new();
    // Of more events than there are one is there twice among the first ones.
    for (place, event) in wanted.iter().enumerate().take(WebhookEvent::ALL.len() + 1) {
        problems.require(known.insert(*event), || {
            within("events", place, Problem::new(Code::Duplicate))
        });
    }
    WebhookEvents(wanted)
}

/// What the log tells of an endpoint. The path and the query of an address may hold what only the other side should know.
pub(super) fn told(row: &webhook_endpoint::Model) -> Value {
    let origin = Url::parse(&row.url).map(|url| url.origin().ascii_serialization());
    json!({
        "origin": origin.ok(),
        "description": row.description,
        "events": row.events,
        "status": row.status,
    })
}
