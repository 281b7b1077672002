//! Stripe's objects, as far as they are needed. Everything else in them is left alone, so that new fields do no harm.

use crate::{DisputeState, PaymentState, RefundState, word::is_word};
use serde::Deserialize;
use std::collections::HashMap;

/// Under which name the metadata of a payment holds our key.
pub(super) const PAYMENT_KEY: &str = "volmify_payment";

/// Under which name the metadata of a refund holds our key.
pub(super) const REFUND_KEY: &str = "volmify_refund";

type Metadata = Option<HashMap<String, String>>;

/// A payment.
#[derive(Deserialize)]
pub(super) struct PaymentIntent {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: i64,
    #[serde(default)]
    pub(super) amount_received: i64,
    pub(super) currency: String,
    pub(super) client_secret: Option<String>,
    pub(super) last_payment_error: Option<Decline>,
    pub(super) cancellation_reason: Option<String>,
    #[serde(default)]
    pub(super) metadata: Metadata,
}

/// Why a payment was declined.
#[derive(Deserialize)]
pub(super) struct Decline {
    pub(super) code: Option<String>,
    pub(super) decline_code: Option<String>,
}

impl PaymentIntent {
    /// Where it stands. A state that nobody knows yet is not the end of a payment.
    pub(super) fn state(&self) -> PaymentState {
        match self.status.as_str() {
            "succeeded" => PaymentState::Captured,
            "processing" => PaymentState::Pending,
            "requires_action" => PaymentState::RequiresAction,
            // It was confirmed when it was made, so what it was to be paid with was declined.
            "requires_payment_method" => PaymentState::Failed,
            "canceled" => PaymentState::Cancelled,
            // Neither is asked for by us: payments are confirmed when they are made, and captured at once.
            "requires_confirmation" | "requires_capture" => {
                tracing::error!(
                    payment = self.id,
                    status = self.status,
                    "the payment waits for nobody"
                );
                PaymentState::Pending
            }
            _ => {
                tracing::error!(
                    payment = self.id,
                    status = self.status,
                    "Stripe has a state that is not known"
                );
                PaymentState::Pending
            }
        }
    }

    /// Why it took no money, in Stripe's words. What the bank says is more exact.
    pub(super) fn failure_code(&self, state: PaymentState) -> Option<String> {
        let code = match state {
            PaymentState::Failed => {
                let decline = self.last_payment_error.as_ref()?;
                decline.decline_code.as_ref().or(decline.code.as_ref())
            }
            PaymentState::Cancelled => self.cancellation_reason.as_ref(),
            PaymentState::Pending | PaymentState::RequiresAction | PaymentState::Captured => None,
        };
        code.filter(|code| is_word(code)).cloned()
    }

    pub(super) fn key(&self) -> Option<&String> {
        self.metadata.as_ref()?.get(PAYMENT_KEY)
    }
}

/// Money that is given back.
#[derive(Deserialize)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) status: Option<String>,
    pub(super) failure_reason: Option<String>,
    #[serde(default)]
    pub(super) metadata: Metadata,
}

impl Refund {
    /// Where it stands. One that did not reach the customer is worth a look of the operator.
    pub(super) fn state(&self) -> RefundState {
        let (refund, reason) = (&self.id, self.failure_reason.as_deref());
        match self.status.as_deref() {
            Some("succeeded") => RefundState::Completed,
            Some("pending" | "requires_action") => RefundState::Pending,
            Some("failed" | "canceled") => {
                tracing::error!(refund, reason, "the refund did not reach the customer");
                RefundState::Failed
            }
            status => {
                tracing::error!(refund, status, "Stripe has a state of refunds that is not known");
                RefundState::Pending
            }
        }
    }

    pub(super) fn key(&self) -> Option<&String> {
        self.metadata.as_ref()?.get(REFUND_KEY)
    }
}

/// A page of objects, the newest first.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}

/// Money that was taken. Its refunds are in it in old versions of the API only.
#[derive(Deserialize)]
pub(super) struct Charge {
    pub(super) refunds: Option<List<Refund>>,
}

/// A payment that the customer asked their bank to take back.
#[derive(Deserialize)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) payment_intent: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) evidence_details: Option<EvidenceDetails>,
}

/// How long evidence is taken.
#[derive(Deserialize)]
pub(super) struct EvidenceDetails {
    /// In seconds since 1970.
    pub(super) due_by: Option<i64>,
}

impl Dispute {
    /// Where it stands; none while the bank only inquires and no money moves.
    pub(super) fn state(&self) -> Option<DisputeState> {
        match self.status.as_str() {
            "needs_response" | "under_review" => Some(DisputeState::Open),
            "won" => Some(DisputeState::Won),
            "lost" => Some(DisputeState::Lost),
            "warning_needs_response" | "warning_under_review" | "warning_closed" | "prevented" => None,
            _ => {
                tracing::error!(
                    dispute = self.id,
                    status = self.status,
                    "Stripe has a state of disputes that is not known"
                );
                None
            }
        }
    }
}
