//! Taking note of what the provider says about a refund.

use super::complete::complete;
use authz::actions::SettleRefund;
use entities::{
    refund::RefundStatus,
    refund_tender::{self, TenderKind},
};
use kernel::{RefundId, RefundTenderId};
use payments::RefundState;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use store::{Failure, Granted, OrgTx};

/// What the provider answered about one part.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) tender: RefundTenderId,
    pub(super) reference: String,
    pub(super) state: RefundState,
}

/// Writes down the answers of the provider, and completes the refund if nothing is missing.
pub(super) async fn note(tx: &OrgTx, id: RefundId, answers: &[Answer]) -> Result<(), Failure> {
    let granted = tx.load_for::<SettleRefund>("refund", id).await?;
    if granted.status != RefundStatus::Pending {
        return Ok(());
    }
    settle(tx, granted, answers, true).await
}

/// Takes a message that a part was given back. A refund that is completed stays as it is.
pub(crate) async fn confirm(
    tx: &OrgTx,
    granted: Granted<SettleRefund>,
    tender: RefundTenderId,
    reference: &str,
) -> Result<(), Failure> {
    match granted.status {
        RefundStatus::Pending => {}
        RefundStatus::Completed => return Ok(()),
        RefundStatus::PendingApproval | RefundStatus::Rejected => {
            tracing::error!(refund = %granted.id, "a refund that was not decided was given back");
            return Ok(());
        }
    }
    let answer = Answer {
        tender,
        reference: reference.to_owned(),
        state: RefundState::Completed,
    };
    settle(tx, granted, &[answer], false).await
}

async fn settle(
    tx: &OrgTx,
    granted: Granted<SettleRefund>,
    answers: &[Answer],
    was_asked: bool,
) -> Result<(), Failure> {
    let of_refund = refund_tender::Column::RefundId.eq(granted.id);
    let tenders = tx
        .load_entailed::<SettleRefund, refund_tender::Entity>(&granted, of_refund)
        .await?;
    let mut is_missing = false;
    let mut parts = Vec::with_capacity(tenders.len());
    for tender in tenders {
        let answer = answers.iter().find(|answer| answer.tender == tender.id);
        let is_confirmed = match tender.kind {
            TenderKind::GiftCard => true,
            TenderKind::Payment => {
                tender.confirmed_at.is_some()
                    || answer.is_some_and(|answer| answer.state == RefundState::Completed)
            }
        };
        is_missing |= !is_confirmed;
        let reference = tender
            .provider_reference
            .clone()
            .or_else(|| answer.map(|answer| answer.reference.clone()));
        let confirmed_at = tender.confirmed_at.or_else(|| {
            let at_provider = tender.kind == TenderKind::Payment && is_confirmed;
            at_provider.then(|| tx.now())
        });
        let is_news = tender.provider_reference != reference || tender.confirmed_at != confirmed_at;
        if is_news {
            let written = tx.update(tender, |row| {
                row.provider_reference = Set(reference);
                row.confirmed_at = Set(confirmed_at);
            });
            parts.push(written.await?);
        } else {
            parts.push(tender.clone());
        }
    }
    if !is_missing {
        return complete(tx, granted, &parts).await;
    }
    if was_asked {
        let version = granted.version + 1;
        tx.update(granted, |row| {
            row.asked_at = Set(Some(tx.now()));
            row.version = Set(version);
        })
        .await?;
    }
    Ok(())
}
