//! Deciding on a refund that support may not decide on.

use super::{
    left::Left,
    request::{employee, undisputed},
    split::{Amounts, LinePart, Split, Tender, TenderPart},
};
use crate::{order::shown, pricing::refund::Refunded};
use authz::actions::DecideRefund;
use entities::{
    event::EventAction,
    order,
    refund::{self, RefundStatus},
    refund_line, refund_tender,
};
use kernel::{Code, Problem, RefundId, TextLimits, line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Approves a refund that waits for it. It is then carried out by [`super::process`], after the transaction. The id is
/// given back also when the same was asked before under the same key.
///
/// Refuses with `REFUND_NOT_PENDING_APPROVAL`, `OWN_REFUND`, `PAYMENT_DISPUTED`, `EMPLOYEE_REQUIRED`,
/// `IDEMPOTENCY_CONFLICT`.
pub async fn approve_refund(
    tx: &OrgTx,
    id: RefundId,
    idempotency_key: &str,
) -> Result<refund::Model, Failure> {
    let granted = tx.load_for::<DecideRefund>("id", id).await?;
    let employee = employee(tx.access())?;
    if tx
        .once("approveRefund", idempotency_key, &id.to_string(), id)
        .await?
        .is_some()
    {
        return Ok(granted.clone());
    }
    undecided(tx, &granted)?;
    let order = lock_order(tx, &granted).await?;
    undisputed(tx, &order, "id").await?;
    divide_again(tx, &granted, &order).await?;
    let version = granted.version + 1;
    let refund = tx
        .update(granted, |row| {
            row.status = Set(RefundStatus::Pending);
            row.decided_by_employee_id = Set(Some(employee));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tell(tx, EventAction::RefundApproved, &refund, &order).await?;
    Ok(refund)
}

/// Turns a refund down that waits for approval. What it had asked for is left to refund again.
///
/// Refuses with `REFUND_NOT_PENDING_APPROVAL`, `OWN_REFUND`, `EMPLOYEE_REQUIRED`.
pub async fn reject_refund(tx: &OrgTx, id: RefundId, reason: &str) -> Result<refund::Model, Failure> {
    let granted = tx.load_for::<DecideRefund>("id", id).await?;
    let employee = employee(tx.access())?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    undecided(tx, &granted)?;
    let order = lock_order(tx, &granted).await?;
    let version = granted.version + 1;
    let refund = tx
        .update(granted, |row| {
            row.status = Set(RefundStatus::Rejected);
            row.decided_by_employee_id = Set(Some(employee));
            row.rejection_reason = Set(Some(reason));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tell(tx, EventAction::RefundRejected, &refund, &order).await?;
    Ok(refund)
}

fn undecided(tx: &OrgTx, refund: &refund::Model) -> Result<(), Problem> {
    if refund.requested_by_employee_id.is_some() && refund.requested_by_employee_id == tx.access().employee()
    {
        return Err(Problem::at("id", Code::OwnRefund));
    }
    if refund.status != RefundStatus::PendingApproval {
        let problem = Problem::at("id", Code::RefundNotPendingApproval);
        return Err(problem.with("status", refund.status.name()));
    }
    Ok(())
}

async fn lock_order(tx: &OrgTx, refund: &refund::Model) -> Result<order::Model, Failure> {
    tx.find_for_rule_locked::<order::Entity>()
        .filter(order::Column::Id.eq(refund.order_id))
        .one()
        .await?
        .ok_or(Failure::Defect("a refund has an order"))
}

async fn tell(
    tx: &OrgTx,
    action: EventAction,
    refund: &refund::Model,
    order: &order::Model,
) -> Result<(), Failure> {
    tx.emit(
        NewEvent::new(action, refund.id)
            .before(json!({ "status": RefundStatus::PendingApproval }))
            .after(json!({
                "status": refund.status,
                "orderId": order.id.to_string(),
                "amount": shown(refund.amount_minor, order)?,
                "currency": order.currency,
                "reason": refund.rejection_reason,
            })),
    )
    .await?;
    Ok(())
}

/// Divides a refund by what has been decided until now. Between asking and approving, other refunds may have taken the
/// minor units that this one was shown; what each line gives back stays.
async fn divide_again(
    tx: &OrgTx,
    granted: &Granted<DecideRefund>,
    order: &order::Model,
) -> Result<(), Failure> {
    let of_refund = refund_line::Column::RefundId.eq(granted.id);
    let mut lines = tx
        .load_entailed::<DecideRefund, refund_line::Entity>(granted, of_refund)
        .await?;
    let of_refund = refund_tender::Column::RefundId.eq(granted.id);
    let tenders = tx
        .load_entailed::<DecideRefund, refund_tender::Entity>(granted, of_refund)
        .await?;
    let left = Left::of(tx, order).await?;
    let place = |row: &refund_line::Model| left.lines.iter().position(|line| line.id == row.order_line_id);
    lines.sort_by_key(|row| place(row));
    let amounts: Amounts = lines
        .iter()
        .map(|row| (row.order_line_id, row.amount_minor))
        .collect();
    let split = Split::of(tx, order, &left, &amounts).await?;
    let shown_lines: Vec<LinePart> = lines
        .iter()
        .map(|row| LinePart {
            line: row.order_line_id,
            parts: Refunded {
                net: row.net_minor,
                tax: row.tax_minor,
            },
        })
        .collect();
    let same_tenders = tenders.len() == split.tenders.len()
        && tenders.iter().all(|row| {
            let to = match (row.gift_card_use_id, row.payment_id) {
                (Some(id), _) => Some(Tender::GiftCard(id)),
                (None, Some(id)) => Some(Tender::Payment(id)),
                (None, None) => None,
            };
            let amount = row.amount_minor;
            to.is_some_and(|to| split.tenders.contains(&TenderPart { to, amount }))
        });
    if shown_lines == split.lines && same_tenders {
        return Ok(());
    }
    for row in lines {
        tx.delete(row).await?;
    }
    for row in tenders {
        tx.delete(row).await?;
    }
    tx.create_all_from::<DecideRefund, refund_line::Entity>(granted, split.line_rows(tx, granted.id))
        .await?;
    tx.create_all_from::<DecideRefund, refund_tender::Entity>(granted, split.tender_rows(tx, granted.id))
        .await
}
