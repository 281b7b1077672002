//! Answers that are no success.
//!
//! See <https://docs.stripe.com/error-codes> and <https://docs.stripe.com/error-low-level>.

use super::{client::Answer, object::PaymentIntent};
use crate::{PaymentError, word::is_word};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Body {
    error: Problem,
}

/// Stripe's own message is left out: it repeats what was sent.
#[derive(Deserialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: Option<String>,
    code: Option<String>,
    decline_code: Option<String>,
    param: Option<String>,
    payment_intent: Option<Value>,
}

/// What only an operator can mend, among the requests that were understood.
const OF_SETTINGS: &[&str] = &[
    "api_key_expired",
    "platform_api_key_expired",
    "secret_key_required",
    "testmode_charges_only",
    "tls_version_unsupported",
];

/// The payment that was declined, if this is what the answer says.
pub(super) fn declined(answer: &Answer) -> Option<PaymentIntent> {
    let Body { error } = serde_json::from_slice(&answer.body).ok()?;
    let is_card_error = answer.status.as_u16() == 402 && error.kind.as_deref() == Some("card_error");
    let intent = error.payment_intent.filter(|_declined| is_card_error)?;
    PaymentIntent::deserialize(intent).ok()
}

/// Whether a payment is in a state that this request can no longer change: it was made or cancelled before.
pub(super) fn is_over(answer: &Answer) -> bool {
    let body: Option<Body> = serde_json::from_slice(&answer.body).ok();
    let code = body.and_then(|body| body.error.code);
    answer.status.as_u16() == 400 && code.as_deref() == Some("payment_intent_unexpected_state")
}

/// What an answer means for whoever asked.
pub(super) fn of(answer: &Answer) -> PaymentError {
    let body: Option<Body> = serde_json::from_slice(&answer.body).ok();
    let problem = body.map(|body| body.error);
    let text = text(answer, problem.as_ref());
    let Some(problem) = problem else {
        return match answer.status.as_u16() {
            // This is not how Stripe speaks, so the address leads elsewhere.
            300..=407 | 410..=423 | 425..=428 | 430..=499 => PaymentError::Settings(text),
            _ => PaymentError::Temporary(text),
        };
    };
    let kind = problem.kind.as_deref().unwrap_or_default();
    let code = problem.code.as_deref().unwrap_or_default();
    match answer.status.as_u16() {
        401 | 403 => PaymentError::Settings(text),
        408 | 409 | 424 | 429 | 500.. => PaymentError::Temporary(text),
        _ if answer.should_retry == Some(true) => PaymentError::Temporary(text),
        _ if OF_SETTINGS.contains(&code) => PaymentError::Settings(text),
        // The key was used with other words, as by an older version of the product: what was done then is not known.
        _ if matches!(kind, "api_error" | "idempotency_error" | "rate_limit_error") => {
            PaymentError::Temporary(text)
        }
        _ => PaymentError::Permanent(text),
    }
}

/// Stripe's codes, and under which id Stripe finds the request.
fn text(answer: &Answer, problem: Option<&Problem>) -> String {
    let of_problem = problem.map(|problem| {
        let Problem {
            kind,
            code,
            decline_code,
            param,
            payment_intent: _,
        } = problem;
        [kind, code, decline_code, param]
    });
    let words = of_problem.into_iter().flatten().flatten();
    let words: Vec<_> = words.filter(|word| is_word(word)).map(String::as_str).collect();
    let said = if words.is_empty() {
        "nothing that can be read".to_owned()
    } else {
        words.join(", ")
    };
    let request = answer.request.as_deref().unwrap_or("unknown");
    format!(
        "Stripe answered {}: {said} (request {request})",
        answer.status.as_u16()
    )
}
