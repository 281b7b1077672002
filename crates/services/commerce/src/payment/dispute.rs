//! Payments that customers ask their banks to take back.

use super::{
    SETTLING,
    event::{Taken, is_known, row},
    settle::{Report, order_of, settle},
};
use crate::{
    order::shown,
    refund::{charge_back, overtake},
};
use authz::actions::SettlePayment;
use entities::{
    dispute::{self, DisputeStatus},
    event::EventAction,
    order,
    payment::{self, PaymentStatus},
    payment_event,
};
use kernel::{DisputeId, PaymentId};
use payments::{DisputeState, PaymentState, ProviderEvent};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, prelude::DateTimeUtc};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx, Store, Target};

/// What is said about a dispute.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) reference: String,
    pub(super) state: DisputeState,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) reason: Option<String>,
    pub(super) evidence_due_at: Option<DateTimeUtc>,
}

/// Takes a message about a dispute. Messages that come twice, late or in another order end in the same state: what the
/// bank has decided stays, and a decision that comes before the dispute opens it first.
pub(super) async fn take(
    store: &Store,
    id: PaymentId,
    event: &ProviderEvent,
    claim: &Claim,
) -> Result<Taken, Failure> {
    let target = Target::of::<payment::Entity>("payment", id);
    store
        .write_in(&SETTLING, None, &target, |tx| {
            let (event, claim) = (event.clone(), claim.clone());
            Box::pin(async move {
                let granted = tx.load_for::<SettlePayment>("payment", id).await?;
                if is_known(tx, &granted, &event).await? {
                    return Ok(Taken::Before);
                }
                let kept = row(tx, &granted, &event);
                tx.create_from::<SettlePayment, payment_event::Entity>(&granted, kept)
                    .await?;
                if claim.currency != granted.currency || !(1..=granted.amount_minor).contains(&claim.amount_minor) {
                    tracing::error!(payment = %id, ?claim, "a dispute is about another amount than the payment");
                    return Ok(Taken::Now);
                }
                // Only money that was taken can be taken back, so the message of that is still on its way.
                match granted.status {
                    PaymentStatus::Captured | PaymentStatus::Disputed => {}
                    PaymentStatus::Pending
                    | PaymentStatus::RequiresAction
                    | PaymentStatus::Failed
                    | PaymentStatus::Cancelled => {
                        settle(tx, id, &captured()).await?;
                    }
                }
                note(tx, id, &claim).await?;
                Ok(Taken::Now)
            })
        })
        .await
}

const fn captured() -> Report {
    Report {
        state: PaymentState::Captured,
        reference: None,
        client_secret: None,
        failure_code: None,
        is_answer: false,
    }
}

async fn note(tx: &OrgTx, id: PaymentId, claim: &Claim) -> Result<(), Failure> {
    let granted = tx.load_for::<SettlePayment>("payment", id).await?;
    let order = order_of(tx, &granted, granted.order_id).await?;
    let same = Condition::all()
        .add(dispute::Column::PaymentId.eq(id))
        .add(dispute::Column::Reference.eq(claim.reference.as_str()));
    let known = tx
        .load_entailed::<SettlePayment, dispute::Entity>(&granted, same)
        .await?
        .into_iter()
        .next();
    let dispute = match known {
        Some(known) => (*known).clone(),
        None => open(tx, &granted, &order, claim).await?,
    };
    match (dispute.status, claim.state) {
        (DisputeStatus::Open, DisputeState::Open)
        | (DisputeStatus::Won, DisputeState::Open | DisputeState::Won)
        | (DisputeStatus::Lost, DisputeState::Open | DisputeState::Lost) => {}
        (DisputeStatus::Open, DisputeState::Won) => {
            close(tx, &granted, &order, &dispute, DisputeStatus::Won).await?;
        }
        (DisputeStatus::Open, DisputeState::Lost) => {
            close(tx, &granted, &order, &dispute, DisputeStatus::Lost).await?;
        }
        (DisputeStatus::Won, DisputeState::Lost) | (DisputeStatus::Lost, DisputeState::Won) => {
            tracing::error!(dispute = %dispute.id, ?claim, "the bank has changed its decision; the books say otherwise");
        }
    }
    stand(tx, granted).await
}

/// The payment is disputed as long as one of its disputes is open.
async fn stand(tx: &OrgTx, granted: Granted<SettlePayment>) -> Result<(), Failure> {
    let open = Condition::all()
        .add(dispute::Column::PaymentId.eq(granted.id))
        .add(dispute::Column::Status.eq(DisputeStatus::Open));
    let open = tx.find_for_rule::<dispute::Entity>().filter(open).count().await?;
    // Settling a lost dispute has changed the row meanwhile.
    let granted = tx.load_for::<SettlePayment>("payment", granted.id).await?;
    let status = if open == 0 {
        PaymentStatus::Captured
    } else {
        PaymentStatus::Disputed
    };
    if granted.status != status {
        let version = granted.version + 1;
        tx.update(granted, |row| {
            row.status = Set(status);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    Ok(())
}

async fn open(
    tx: &OrgTx,
    granted: &Granted<SettlePayment>,
    order: &order::Model,
    claim: &Claim,
) -> Result<dispute::Model, Failure> {
    let row = dispute::ActiveModel {
        id: Set(tx.new_id::<DisputeId>()),
        organization_id: Set(tx.organization()),
        payment_id: Set(granted.id),
        reference: Set(claim.reference.clone()),
        status: Set(DisputeStatus::Open),
        amount_minor: Set(claim.amount_minor),
        currency: Set(claim.currency.clone()),
        reason: Set(claim.reason.clone()),
        evidence_due_at: Set(claim.evidence_due_at),
        refund_id: Set(None),
        closed_at: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let dispute = tx
        .create_from::<SettlePayment, dispute::Entity>(granted, row)
        .await?;
    // Money that came for an order that was given up was never in the books.
    if order.paid_at.is_some() {
        finance::dispute::opened(tx, granted, &dispute).await?;
    }
    tx.emit(
        NewEvent::new(EventAction::PaymentDisputed, granted.id).after(json!({
            "disputeId": dispute.id.to_string(),
            "orderId": order.id.to_string(),
            "amount": shown(dispute.amount_minor, order)?,
            "currency": dispute.currency,
            "reason": dispute.reason,
        })),
    )
    .await?;
    Ok(dispute)
}

async fn close(
    tx: &OrgTx,
    granted: &Granted<SettlePayment>,
    order: &order::Model,
    dispute: &dispute::Model,
    status: DisputeStatus,
) -> Result<(), Failure> {
    let is_lost = status == DisputeStatus::Lost;
    let refund = if is_lost {
        overtake(tx, order.id).await?;
        charge_back(tx, granted, order, &dispute.reference, dispute.amount_minor).await?
    } else {
        None
    };
    if order.paid_at.is_some() {
        let back = match (&refund, is_lost) {
            (Some(refund), true) => refund.amount_minor,
            (None, true) => 0,
            (_, false) => dispute.amount_minor,
        };
        if back < dispute.amount_minor {
            tracing::error!(dispute = %dispute.id, back, "a lost dispute takes more than was left of the order");
        }
        finance::dispute::closed(tx, granted, dispute, back).await?;
    }
    let which = dispute::Column::Id.eq(dispute.id);
    for row in tx
        .load_entailed::<SettlePayment, dispute::Entity>(granted, which)
        .await?
    {
        let refund = refund.as_ref().map(|refund| refund.id);
        tx.update(row, |row| {
            row.status = Set(status);
            row.refund_id = Set(refund);
            row.closed_at = Set(Some(tx.now()));
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    let action = if is_lost {
        EventAction::DisputeLost
    } else {
        EventAction::DisputeWon
    };
    tx.emit(
        NewEvent::new(action, granted.id)
            .before(json!({ "status": DisputeStatus::Open }))
            .after(json!({
                "status": status,
                "disputeId": dispute.id.to_string(),
                "orderId": order.id.to_string(),
                "amount": shown(dispute.amount_minor, order)?,
                "currency": dispute.currency,
                "refundId": refund.map(|refund| refund.id.to_string()),
            })),
    )
    .await?;
    Ok(())
}
