//! What Stripe tells by itself: <https://docs.stripe.com/api/events/types>.

use super::{
    object::{Charge, Dispute, PaymentIntent, Refund},
    units,
};
use crate::{
    About, PaymentState, ProviderEvent, WebhookError,
    word::{is_storable, is_word},
};
use chrono::DateTime;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

#[derive(Deserialize)]
struct Message {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    object: Value,
}

pub(super) fn read(body: &[u8]) -> Result<ProviderEvent, WebhookError> {
    let malformed = |_unreadable| WebhookError::Malformed;
    let mut body: Value = serde_json::from_slice(body).map_err(malformed)?;
    let Message { id, kind, data } = Message::deserialize(&body).map_err(malformed)?;
    if !is_storable(&body) || !is_word(&id) || !is_word(&kind) {
        return Err(WebhookError::Malformed);
    }
    let object = data.map(|data| data.object).unwrap_or_default();
    let about = match kind.as_str() {
        "payment_intent.succeeded"
        | "payment_intent.payment_failed"
        | "payment_intent.canceled"
        | "payment_intent.requires_action"
        | "payment_intent.processing" => of_payment(parse(object)?)?,
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => {
            of_refund(parse(object)?)?
        }
        "charge.refunded" => of_charge(parse(object)?)?,
        "charge.dispute.created" | "charge.dispute.closed" => of_dispute(parse(object)?)?,
        _ => About::Other,
    };
    if about == About::Other {
        tracing::debug!(id, kind, "a message of Stripe that changes nothing");
    }
    forget_client_secret(&mut body);
    Ok(ProviderEvent {
        reference: id,
        kind,
        about,
        body,
    })
}

fn parse<T: DeserializeOwned>(object: Value) -> Result<T, WebhookError> {
    T::deserialize(object).map_err(|_unreadable| WebhookError::Malformed)
}

/// All of them words, or the message is none of Stripe's.
fn words<const N: usize>(words: [Option<&String>; N]) -> Result<(), WebhookError> {
    if words.into_iter().flatten().all(|word| is_word(word)) {
        Ok(())
    } else {
        Err(WebhookError::Malformed)
    }
}

fn of_payment(intent: PaymentIntent) -> Result<About, WebhookError> {
    let key = intent.key().cloned();
    words([key.as_ref(), Some(&intent.id)])?;
    let state = intent.state();
    let failure_code = intent.failure_code(state);
    let amount = match state {
        PaymentState::Captured => intent.amount_received,
        PaymentState::Pending
        | PaymentState::RequiresAction
        | PaymentState::Failed
        | PaymentState::Cancelled => intent.amount,
    };
    let (amount_minor, currency) = money(amount, &intent.currency)?;
    Ok(About::Payment {
        key,
        reference: intent.id,
        state,
        failure_code,
        amount_minor,
        currency,
    })
}

fn of_refund(refund: Refund) -> Result<About, WebhookError> {
    let key = refund.key().cloned();
    words([key.as_ref(), Some(&refund.id)])?;
    Ok(About::Refund {
        key,
        state: refund.state(),
        reference: refund.id,
    })
}

/// Newer versions of the API do not say which refund it was; `refund.created` and `refund.updated` do.
fn of_charge(charge: Charge) -> Result<About, WebhookError> {
    let refunds = charge.refunds.map(|refunds| refunds.data).unwrap_or_default();
    refunds.into_iter().next().map_or(Ok(About::Other), of_refund)
}

fn of_dispute(dispute: Dispute) -> Result<About, WebhookError> {
    let state = dispute.state();
    let (Some(state), Some(payment)) = (state, dispute.payment_intent) else {
        return Ok(About::Other);
    };
    words([Some(&dispute.id), Some(&payment)])?;
    let (amount_minor, currency) = money(dispute.amount, &dispute.currency)?;
    let evidence_due_at = dispute
        .evidence_details
        .and_then(|details| details.due_by)
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    Ok(About::Dispute {
        reference: dispute.id,
        payment,
        state,
        amount_minor,
        currency,
        reason: dispute.reason.filter(|reason| is_word(reason)),
        evidence_due_at,
    })
}

fn money(amount: i64, currency: &str) -> Result<(i64, String), WebhookError> {
    let currency = units::currency(currency).ok_or(WebhookError::Malformed)?;
    let minor = units::from_stripe(amount, &currency).ok_or(WebhookError::Malformed)?;
    Ok((minor, currency))
}

/// Messages are kept, and with the client secret of a payment it could be confirmed.
fn forget_client_secret(body: &mut Value) {
    if let Some(Value::Object(object)) = body.pointer_mut("/data/object") {
        object.remove("client_secret");
    }
}
