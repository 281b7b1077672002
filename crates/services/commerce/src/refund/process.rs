//! Carrying out a refund that was decided.

use super::confirm::{self, Answer};
use crate::payment::{SETTLING, stored};
use entities::{
    payment,
    refund::{self, RefundStatus},
    refund_tender,
};
use kernel::{RefundId, RequestId};
use payments::{NewRefund, PaymentError, PaymentGateway, RefundState};
use sea_orm::ColumnTrait;
use store::{CrossOrganization, Failure, Store, Target};

/// A refund and its parts that went through a provider.
type Decided = (refund::Model, Vec<(refund_tender::Model, payment::Model)>);

/// Asks the provider to give back the part of a refund that was paid through it, and completes the refund when that is
/// confirmed, or at once where only gift cards get something back. Call it after the transaction that decided on it.
///
/// The provider is asked under the id of the part, so asking twice gives back once. Where it cannot be reached, or has
/// not confirmed yet, the refund stays as it is; where it will never do it, the refund has failed. A refund that is not decided or is completed is left alone.
pub async fn process(
    store: &Store,
    gateway: &dyn PaymentGateway,
    request: Option<RequestId>,
    id: RefundId,
) -> Result<(), Failure> {
    let Some((refund, parts)) = decided(store, id).await? else {
        return Ok(());
    };
    // The connection that was read on is not held while the provider thinks.
    store.end_reading().await;
    let mut answers = Vec::with_capacity(parts.len());
    for (tender, payment) in parts {
        let Some(reference) = payment
            .reference
            .filter(|_known| stored(gateway.provider()) == payment.provider)
        else {
            tracing::error!(%id, "the payment to give back belongs to another provider");
            continue;
        };
        let wanted = NewRefund {
            key: tender.id.to_string(),
            payment: reference,
            amount_minor: tender.amount_minor,
            currency: refund.currency.clone(),
        };
        match gateway.refund(&wanted).await {
            Ok(refunded) => answers.push(Answer {
                tender: tender.id,
                reference: Some(refunded.reference),
                state: refunded.state,
                failure: None,
            }),
            Err(PaymentError::Permanent(why)) => answers.push(Answer {
                tender: tender.id,
                reference: None,
                state: RefundState::Failed,
                failure: Some(why),
            }),
            Err(error @ (PaymentError::Settings(_) | PaymentError::Temporary(_))) => {
                tracing::warn!(%id, %error, "nothing was given back; the provider is asked again");
            }
        }
    }
    let target = Target::of::<refund::Entity>("refund", id);
    store
        .write_in(&SETTLING, request, &target, |tx| {
            let answers = answers.clone();
            Box::pin(async move { confirm::note(tx, id, &answers).await })
        })
        .await
}

/// A refund that is decided and not completed, with its parts that went through a provider. The connection it is read on
/// is given back before anybody waits for something else.
async fn decided(store: &Store, id: RefundId) -> Result<Option<Decided>, Failure> {
    let across = store.across(CrossOrganization::PaymentProvider);
    let refund = across
        .find::<refund::Entity>()
        .filter(refund::Column::Id.eq(id))
        .one()
        .await?;
    let Some(refund) = refund.filter(|refund| refund.status == RefundStatus::Pending) else {
        return Ok(None);
    };
    let tenders = across
        .find::<refund_tender::Entity>()
        .filter(refund_tender::Column::RefundId.eq(id))
        .all()
        .await?;
    let mut parts = Vec::new();
    for tender in tenders {
        let Some(payment_id) = tender.payment_id else {
            continue;
        };
        let payment = across
            .find::<payment::Entity>()
            .filter(payment::Column::Id.eq(payment_id))
            .one()
            .await?
            .ok_or(Failure::Defect("a tender has a payment"))?;
        parts.push((tender, payment));
    }
    Ok(Some((refund, parts)))
}
