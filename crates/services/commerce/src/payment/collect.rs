//! Asking the provider for a payment that was stored.

use super::{
    SETTLING,
    settle::{Report, settle},
};
use entities::{
    order,
    payment::{self, PaymentStatus},
};
use kernel::RequestId;
use payments::{Created, NewPayment, PaymentError, PaymentGateway, PaymentState};
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Failure, Store, Target};

/// Asks the provider for a payment and takes note of the answer. Call it after the transaction that stored the payment:
/// nobody waits for the provider while holding a lock.
///
/// `number` is the order's, for the customer to recognize what they pay. The provider is asked under the payment's own id, so asking twice charges once. Where it cannot be reached the
/// payment stays as it is, and [`super::reconcile`] asks again; what it will never do counts as declined.
pub async fn collect(
    store: &Store,
    gateway: &dyn PaymentGateway,
    request: Option<RequestId>,
    payment: &payment::Model,
    number: &str,
) -> Result<payment::Model, Failure> {
    match payment.status {
        PaymentStatus::Pending | PaymentStatus::RequiresAction => {}
        PaymentStatus::Captured
        | PaymentStatus::Failed
        | PaymentStatus::Cancelled
        | PaymentStatus::Disputed => return Ok(payment.clone()),
    }
    if super::stored(gateway.provider()) != payment.provider {
        tracing::error!(payment = %payment.id, "the payment belongs to another provider");
        return Ok(payment.clone());
    }
    let wanted = NewPayment {
        key: payment.id.to_string(),
        amount_minor: payment.amount_minor,
        currency: payment.currency.clone(),
        method: payment.method.clone(),
        description: number.to_owned(),
    };
    // The connection that was read on is not held while the provider thinks.
    store.end_reading().await;
    let report = match gateway.create_payment(&wanted).await {
        Ok(Created {
            reference,
            client_secret,
            state,
            failure_code,
        }) => Report {
            state,
            reference: Some(reference),
            client_secret,
            failure_code,
            is_answer: true,
        },
        Err(PaymentError::Permanent(reason)) => {
            tracing::warn!(payment = %payment.id, reason, "the provider will not make the payment");
            Report {
                state: PaymentState::Failed,
                reference: None,
                client_secret: None,
                failure_code: Some("refused_by_provider".to_owned()),
                is_answer: true,
            }
        }
        Err(error @ (PaymentError::Temporary(_) | PaymentError::Settings(_))) => {
            tracing::warn!(payment = %payment.id, %error, "the provider did not answer; it is asked again");
            Report {
                state: PaymentState::Pending,
                reference: None,
                client_secret: None,
                failure_code: None,
                is_answer: true,
            }
        }
    };
    let target = Target::of::<payment::Entity>("payment", payment.id);
    let id = payment.id;
    store
        .write_in(&SETTLING, request, &target, |tx| {
            let report = report.clone();
            Box::pin(async move { settle(tx, id, &report).await })
        })
        .await
}

/// The same for a payment that somebody else has stored.
pub(super) async fn collect_stored(
    store: &Store,
    gateway: &dyn PaymentGateway,
    request: Option<RequestId>,
    payment: &payment::Model,
) -> Result<payment::Model, Failure> {
    let order = store
        .across(CrossOrganization::PaymentProvider)
        .find::<order::Entity>()
        .filter(order::Column::Id.eq(payment.order_id))
        .one()
        .await?
        .ok_or(Failure::Defect("a payment has an order"))?;
    collect(store, gateway, request, payment, &order.number).await
}
