//! Taking note of what the provider says about a refund.

use super::{come_back::come_back, complete::complete, fail::fail, left::Left};
use authz::actions::SettleRefund;
use entities::{
    order,
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
    /// The provider's own id of the refund; none, where it refused to make one.
    pub(super) reference: Option<String>,
    pub(super) state: RefundState,
    /// Why it failed, as far as the provider says.
    pub(super) failure: Option<String>,
}

/// Why a refund failed, where the provider does not say.
const UNEXPLAINED: &str = "the provider could not give it back";

/// Writes down the answers of the provider, and completes the refund if nothing is missing.
pub(super) async fn note(tx: &OrgTx, id: RefundId, answers: &[Answer]) -> Result<(), Failure> {
    let granted = tx.load_for::<SettleRefund>("refund", id).await?;
    if granted.status != RefundStatus::Pending {
        return Ok(());
    }
    settle(tx, granted, answers, true).await
}

/// Takes a message about a part. A refund that is completed may come back.
pub(crate) async fn confirm(
    tx: &OrgTx,
    granted: Granted<SettleRefund>,
    tender: RefundTenderId,
    reference: &str,
    state: RefundState,
) -> Result<(), Failure> {
    match (granted.status, state) {
        (RefundStatus::Pending, RefundState::Completed | RefundState::Failed) => {}
        (RefundStatus::Pending, RefundState::Pending)
        | (RefundStatus::Completed, RefundState::Pending | RefundState::Completed)
        | (RefundStatus::Failed, RefundState::Pending | RefundState::Failed)
        // The word of the completion may come late.
        | (RefundStatus::Returned, _) => return Ok(()),
        (RefundStatus::Completed, RefundState::Failed) => return come_back(tx, granted, tender).await,
        (RefundStatus::Failed, RefundState::Completed) => return complete_late(tx, granted, tender).await,
        (RefundStatus::PendingApproval | RefundStatus::Rejected, _) => {
            tracing::error!(refund = %granted.id, "a refund that was not decided was given back");
            return Ok(());
        }
    }
    let answer = Answer {
        tender,
        reference: Some(reference.to_owned()),
        state,
        failure: None,
    };
    settle(tx, granted, &[answer], false).await
}

/// Takes the word of a completion that comes after that of the failure. It ends like the two in their order: the refund was carried
/// out, and came back. Where something else of the order was refunded meanwhile, what it had reserved may be gone, so it stays
/// failed; money and books agree either way.
async fn complete_late(
    tx: &OrgTx,
    granted: Granted<SettleRefund>,
    tender: RefundTenderId,
) -> Result<(), Failure> {
    let order = tx
        .load_entailed::<SettleRefund, order::Entity>(&granted, order::Column::Id.eq(granted.order_id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a refund has an order"))?;
    if order.paid_at.is_none() || !Left::of(tx, &order).await?.is_everything() {
        return Ok(());
    }
    let id = granted.id;
    let of_refund = refund_tender::Column::RefundId.eq(id);
    let tenders = tx
        .find_for_rule::<refund_tender::Entity>()
        .filter(of_refund)
        .all()
        .await?;
    complete(tx, granted, &tenders).await?;
    let completed = tx.load_for::<SettleRefund>("refund", id).await?;
    come_back(tx, completed, tender).await
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
    let mut failure = None;
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
        if let Some(answer) = answer.filter(|answer| answer.state == RefundState::Failed && !is_confirmed) {
            failure = Some(answer.failure.as_deref().unwrap_or(UNEXPLAINED));
        }
        is_missing |= !is_confirmed;
        let reference = tender
            .provider_reference
            .clone()
            .or_else(|| answer.and_then(|answer| answer.reference.clone()));
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
    if let Some(why) = failure {
        // An order has one payment at most, so nothing else of the refund has been given back.
        return fail(tx, granted, why).await;
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
