//! The messages of the test provider:
//!
//! ```json
//! { "id": "evt_1", "type": "payment.captured",
//!   "payment": { "key": "payment_01j…", "reference": "test_3ds_pay_…", "amountMinor": 3784, "currency": "EUR" } }
//! ```
//!
//! The types are `payment.pending`, `payment.requires_action`, `payment.captured`, `payment.failed` (with
//! `"failureCode"`), `payment.cancelled`, `refund.completed` and `refund.failed` with `"refund": { "key", "reference" }`, and
//! `dispute.opened`, `dispute.won` and `dispute.lost` with `"dispute": { "reference", "payment", "amountMinor", "currency",
//! "reason", "evidenceDueAt" }`, of which the last two may be absent; `payment` is the reference of the payment.

use crate::{
    About, DisputeState, PaymentState, ProviderEvent, RefundState, WebhookError,
    word::{is_storable, is_word},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Message {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    payment: Option<Payment>,
    refund: Option<Refund>,
    dispute: Option<Dispute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dispute {
    reference: String,
    payment: String,
    amount_minor: i64,
    currency: String,
    reason: Option<String>,
    evidence_due_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payment {
    key: Option<String>,
    reference: String,
    failure_code: Option<String>,
    amount_minor: i64,
    currency: String,
}

#[derive(Deserialize)]
struct Refund {
    key: Option<String>,
    reference: String,
}

pub(super) fn read(body: &[u8]) -> Result<ProviderEvent, WebhookError> {
    let malformed = |_unreadable| WebhookError::Malformed;
    let body: Value = serde_json::from_slice(body).map_err(malformed)?;
    let Message {
        id,
        kind,
        payment,
        refund,
        dispute,
    } = Message::deserialize(&body).map_err(malformed)?;
    if !is_storable(&body) || !is_word(&id) || !is_word(&kind) {
        return Err(WebhookError::Malformed);
    }
    let state = match kind.as_str() {
        "payment.pending" => Some(PaymentState::Pending),
        "payment.requires_action" => Some(PaymentState::RequiresAction),
        "payment.captured" => Some(PaymentState::Captured),
        "payment.failed" => Some(PaymentState::Failed),
        "payment.cancelled" => Some(PaymentState::Cancelled),
        _ => None,
    };
    let about = match (state, payment, refund) {
        (Some(state), Some(payment), _) => of_payment(state, payment)?,
        (Some(_), None, _) => return Err(WebhookError::Malformed),
        (None, _, refund) => match (refund_state(&kind), refund) {
            (Some(state), Some(refund)) => of_refund(state, refund)?,
            (Some(_), None) => return Err(WebhookError::Malformed),
            (None, _) => match (dispute_state(&kind), dispute) {
                (Some(state), Some(dispute)) => of_dispute(state, dispute)?,
                (Some(_), None) => return Err(WebhookError::Malformed),
                (None, _) => About::Other,
            },
        },
    };
    Ok(ProviderEvent {
        reference: id,
        kind,
        about,
        body,
    })
}

fn of_payment(state: PaymentState, payment: Payment) -> Result<About, WebhookError> {
    let Payment {
        key,
        reference,
        failure_code,
        amount_minor,
        currency,
    } = payment;
    let words = [
        key.as_ref(),
        Some(&reference),
        failure_code.as_ref(),
        Some(&currency),
    ];
    if !words.into_iter().flatten().all(|word| is_word(word)) {
        return Err(WebhookError::Malformed);
    }
    Ok(About::Payment {
        key,
        reference,
        state,
        failure_code,
        amount_minor,
        currency,
    })
}

fn refund_state(kind: &str) -> Option<RefundState> {
    match kind {
        "refund.completed" => Some(RefundState::Completed),
        "refund.failed" => Some(RefundState::Failed),
        _ => None,
    }
}

fn of_refund(state: RefundState, refund: Refund) -> Result<About, WebhookError> {
    let Refund { key, reference } = refund;
    if ![key.as_ref(), Some(&reference)]
        .into_iter()
        .flatten()
        .all(|word| is_word(word))
    {
        return Err(WebhookError::Malformed);
    }
    Ok(About::Refund {
        key,
        reference,
        state,
    })
}

fn dispute_state(kind: &str) -> Option<DisputeState> {
    match kind {
        "dispute.opened" => Some(DisputeState::Open),
        "dispute.won" => Some(DisputeState::Won),
        "dispute.lost" => Some(DisputeState::Lost),
        _ => None,
    }
}

fn of_dispute(state: DisputeState, dispute: Dispute) -> Result<About, WebhookError> {
    let Dispute {
        reference,
        payment,
        amount_minor,
        currency,
        reason,
        evidence_due_at,
    } = dispute;
    let words = [Some(&reference), Some(&payment), Some(&currency), reason.as_ref()];
    if !words.into_iter().flatten().all(|word| is_word(word)) {
        return Err(WebhookError::Malformed);
    }
    Ok(About::Dispute {
        reference,
        payment,
        state,
        amount_minor,
        currency,
        reason,
        evidence_due_at,
    })
}
