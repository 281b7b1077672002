//! Messages that a provider sends by itself.

use super::{
    SETTLING,
    dispute::{self, Claim},
    settle::{Report, settle},
    stored,
};
use crate::refund;
use authz::actions::{SettlePayment, SettleRefund};
use entities::{
    payment::{self, PaymentProvider},
    payment_event, refund_tender,
};
use kernel::{PaymentId, RefundTenderId, TypedId};
use payments::{About, PaymentState, Provider, ProviderEvent, RefundState};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use store::{CrossOrganization, Failure, OrgTx, Store, StoreError, Target};

/// What became of a message. The provider hears the same in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is about nothing of ours.
    Unknown,
    /// It had been taken before.
    Before,
    /// It was kept and acted upon.
    Now,
}

/// Takes a message whose signature holds. It is kept, so that the same message counts once, and settled in the same
/// transaction. The payment is found by our own key in the message, or by the provider's id of it.
pub async fn take_event(store: &Store, provider: Provider, event: &ProviderEvent) -> Result<Taken, Failure> {
    let provider = stored(provider);
    let taken = match &event.about {
        About::Payment {
            key,
            reference,
            state,
            failure_code,
            amount_minor,
            currency,
        } => {
            let Some(payment) = find_payment(store, provider, key.as_deref(), reference).await? else {
                return Ok(Taken::Unknown);
            };
            if *state == PaymentState::Captured
                && (payment.amount_minor != *amount_minor || payment.currency != *currency)
            {
                tracing::error!(payment = %payment.id, amount_minor, currency, "another amount was captured");
                return Ok(Taken::Unknown);
            }
            let report = Report {
                state: *state,
                reference: Some(reference.clone()),
                client_secret: None,
                failure_code: failure_code.clone(),
                is_answer: false,
            };
            take_payment(store, &payment, event, &report).await
        }
        About::Refund {
            key,
            reference,
            state,
        } => {
            let Some(tender) = find_tender(store, provider, key.as_deref(), reference).await? else {
                return Ok(Taken::Unknown);
            };
            match state {
                RefundState::Completed | RefundState::Failed => {
                    take_refund(store, &tender, event, reference, *state).await
                }
                // It waits for the message that it is completed.
                RefundState::Pending => return Ok(Taken::Unknown),
            }
        }
        About::Dispute {
            reference,
            payment,
            state,
            amount_minor,
            currency,
            reason,
            evidence_due_at,
        } => {
            let Some(payment) = find_payment(store, provider, None, payment).await? else {
                return Ok(Taken::Unknown);
            };
            let claim = Claim {
                reference: reference.clone(),
                state: *state,
                amount_minor: *amount_minor,
                currency: currency.clone(),
                reason: reason.clone(),
                evidence_due_at: *evidence_due_at,
            };
            dispute::take(store, payment.id, event, &claim).await
        }
        About::Other => return Ok(Taken::Unknown),
    };
    match taken {
        // The same id came with two payments at the same time; one of them was first.
        Err(Failure::Store(StoreError::Unique(what))) if what.contains("payment_event") => Ok(Taken::Before),
        taken => taken,
    }
}

async fn find_payment(
    store: &Store,
    provider: PaymentProvider,
    key: Option<&str>,
    reference: &str,
) -> Result<Option<payment::Model>, Failure> {
    let own = key.and_then(|key| PaymentId::parse(key).ok());
    let which = match own {
        Some(id) => payment::Column::Id.eq(id),
        None => payment::Column::Reference.eq(reference),
    };
    Ok(store
        .across(CrossOrganization::PaymentProvider)
        .find::<payment::Entity>()
        .filter(
            Condition::all()
                .add(payment::Column::Provider.eq(provider))
                .add(which),
        )
        .one()
        .await?)
}

async fn find_tender(
    store: &Store,
    provider: PaymentProvider,
    key: Option<&str>,
    reference: &str,
) -> Result<Option<refund_tender::Model>, Failure> {
    let own = key.and_then(|key| RefundTenderId::parse(key).ok());
    let which = match own {
        Some(id) => refund_tender::Column::Id.eq(id),
        None => refund_tender::Column::ProviderReference.eq(reference),
    };
    let across = store.across(CrossOrganization::PaymentProvider);
    let tenders = across.find::<refund_tender::Entity>().filter(which).all().await?;
    for tender in tenders {
        let Some(payment) = tender.payment_id else {
            continue;
        };
        let of_provider = Condition::all()
            .add(payment::Column::Id.eq(payment))
            .add(payment::Column::Provider.eq(provider));
        if across
            .find::<payment::Entity>()
            .filter(of_provider)
            .one()
            .await?
            .is_some()
        {
            return Ok(Some(tender));
        }
    }
    Ok(None)
}

async fn take_payment(
    store: &Store,
    payment: &payment::Model,
    event: &ProviderEvent,
    report: &Report,
) -> Result<Taken, Failure> {
    let id = payment.id;
    let target = Target::of::<payment::Entity>("payment", id);
    store
        .write_in(&SETTLING, None, &target, |tx| {
            let (event, report) = (event.clone(), report.clone());
            Box::pin(async move {
                let granted = tx.load_for::<SettlePayment>("payment", id).await?;
                if is_known(tx, &granted, &event).await? {
                    return Ok(Taken::Before);
                }
                let row = row(tx, &granted, &event);
                tx.create_from::<SettlePayment, payment_event::Entity>(&granted, row)
                    .await?;
                settle(tx, id, &report).await?;
                Ok(Taken::Now)
            })
        })
        .await
}

async fn take_refund(
    store: &Store,
    tender: &refund_tender::Model,
    event: &ProviderEvent,
    reference: &str,
    state: RefundState,
) -> Result<Taken, Failure> {
    let (id, tender_id) = (tender.refund_id, tender.id);
    let payment_id = tender
        .payment_id
        .ok_or(Failure::Defect("a provider gives back payments"))?;
    let target = Target::of::<entities::refund::Entity>("refund", id);
    store
        .write_in(&SETTLING, None, &target, |tx| {
            let (event, reference) = (event.clone(), reference.to_owned());
            Box::pin(async move {
                let granted = tx.load_for::<SettleRefund>("refund", id).await?;
                let payment = tx
                    .find_for_rule::<payment::Entity>()
                    .filter(payment::Column::Id.eq(payment_id))
                    .one()
                    .await?
                    .ok_or(Failure::Defect("a tender has a payment"))?;
                if is_known(tx, &payment, &event).await? {
                    return Ok(Taken::Before);
                }
                let row = row(tx, &payment, &event);
                tx.create_from::<SettleRefund, payment_event::Entity>(&granted, row)
                    .await?;
                refund::confirm(tx, granted, tender_id, &reference, state).await?;
                Ok(Taken::Now)
            })
        })
        .await
}

/// Whether the message was taken before. The payment, or its refund, is locked, so nobody else takes it meanwhile.
pub(super) async fn is_known(
    tx: &OrgTx,
    payment: &payment::Model,
    event: &ProviderEvent,
) -> Result<bool, Failure> {
    let same = Condition::all()
        .add(payment_event::Column::Provider.eq(payment.provider))
        .add(payment_event::Column::Reference.eq(event.reference.as_str()));
    let known = tx
        .find_for_rule::<payment_event::Entity>()
        .filter(same)
        .one()
        .await?;
    Ok(known.is_some())
}

pub(super) fn row(tx: &OrgTx, payment: &payment::Model, event: &ProviderEvent) -> payment_event::ActiveModel {
    payment_event::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        payment_id: Set(payment.id),
        provider: Set(payment.provider),
        reference: Set(event.reference.clone()),
        kind: Set(event.kind.clone()),
        body: Set(event.body.clone()),
        created_at: Set(tx.now()),
    }
}
