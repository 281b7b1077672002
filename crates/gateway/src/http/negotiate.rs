//! Which media type the answer has.

use axum::http::{HeaderMap, header};

/// A media type an answer can have. It also decides the status: `application/json` answers 200 to whatever is a GraphQL
/// response, because older clients read a body only then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// `application/json`, also for clients that do not say what they want.
    Json,
    /// `application/graphql-response+json`, which carries errors of the request in the status too.
    GraphqlResponse,
    /// `text/event-stream`: each answer is an event. What is refused before there is a stream is answered in JSON.
    EventStream,
}

impl Accepted {
    /// What is on offer. A client that likes them equally well by a wildcard gets the first.
    const OFFERED: [Self; 3] = [Self::Json, Self::GraphqlResponse, Self::EventStream];

    const fn essence(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphqlResponse => "application/graphql-response+json",
            Self::EventStream => "text/event-stream",
        }
    }

    /// The value of `Content-Type`.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Json | Self::EventStream => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }
}

/// One element of an `Accept` header.
struct Range {
    essence: String,
    weight: f32,
    position: usize,
}

impl Range {
    /// Nothing for what cannot be offered or read: another charset than UTF-8, a weight that is no number from 0 to 1.
    fn parse(position: usize, text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let essence = parts.next()?.to_ascii_lowercase();
        let mut weight = 1.0;
        for parameter in parts {
            let Some((name, value)) = parameter.split_once('=') else {
                continue;
            };
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            if name.eq_ignore_ascii_case("q") {
                weight = value.parse().ok().filter(|q| (0.0..=1.0).contains(q))?;
            } else if name.eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8") {
                return None;
            }
        }
        Some(Self {
            essence,
            weight,
            position,
        })
    }

    /// How precisely this range names the offer, or nothing where it does not cover it.
    fn precision(&self, offer: Accepted) -> Option<u8> {
        match self.essence.as_str() {
            "*/*" => Some(0),
            "application/*" => (offer != Accepted::EventStream).then_some(1),
            "text/*" => (offer == Accepted::EventStream).then_some(1),
            essence => (essence == offer.essence()).then_some(2),
        }
    }
}

/// The media type the client likes best, or nothing when it accepts none of ours. Of two it likes equally, the one it named first.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Accepted> {
    let accept = headers
        .get_all(header::ACCEPT)
        .iter()
        .map(|value| value.to_str().unwrap_or("unreadable"))
        .collect::<Vec<_>>()
        .join(",");
    if accept.trim().is_empty() {
        return Some(Accepted::Json);
    }
    let ranges: Vec<Range> = accept
        .split(',')
        .enumerate()
        .filter_map(|(position, text)| Range::parse(position, text))
        .collect();
    Accepted::OFFERED
        .into_iter()
        .filter_map(|offer| {
            ranges
                .iter()
                .filter_map(|range| range.precision(offer).map(|precision| (precision, range)))
                .max_by_key(|(precision, _)| *precision)
                .map(|(_, range)| (offer, range))
        })
        .filter(|(_, range)| range.weight > 0.0)
        .min_by(|(_, a), (_, b)| b.weight.total_cmp(&a.weight).then(a.position.cmp(&b.position)))
        .map(|(offer, _)| offer)
}
