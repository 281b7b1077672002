//! What a bank has given back in the name of the organization.

use super::{
    complete::complete,
    fail::fail,
    left::Left,
    request::spread,
    split::{Split, Tender, TenderPart},
};
use crate::order::shown;
use authz::actions::{SettlePayment, SettleRefund};
use entities::{
    dispute::{self, DisputeStatus},
    event::EventAction,
    order, payment,
    refund::{self, RefundStatus},
    refund_line, refund_tender,
};
use kernel::{OrderId, RefundId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, Order};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// What the refund says.
const REASON: &str = "The customer's bank took the payment back.";

/// Turns what a bank has taken back into a refund that is completed at once: all of it went back through the payment,
/// whatever else the order was paid with, and sales, sales tax and everybody's earnings are reversed at the split of the sale. Access
/// ends where nothing is left of the order. The order is locked.
///
/// `taken` is what the bank has taken, `reference` what it is called at the provider. Refunds that are on their way to the
/// customer keep their part, of the order and of the payment; if one of them fails, [`catch_up`] counts the rest. There is none where nothing is left.
pub(crate) async fn charge_back(
    tx: &OrgTx,
    granted: &Granted<SettlePayment>,
    order: &order::Model,
    reference: &str,
    taken: i64,
) -> Result<Option<refund::Model>, Failure> {
    if order.paid_at.is_none() {
        return Ok(None);
    }
    let left = Left::of(tx, order).await?;
    let decided = tx
        .find_for_rule::<refund_tender::Entity>()
        .among(refund_tender::Column::RefundId, left.decided_refunds())
        .filter(refund_tender::Column::PaymentId.eq(granted.id))
        .all()
        .await?;
    let on_its_way: i64 = decided.iter().map(|tender| tender.amount_minor).sum();
    let of_payment = granted.amount_minor - granted.refunded_minor - on_its_way;
    let amount = taken.min(left.of_order(order)).min(of_payment);
    if amount <= 0 {
        return Ok(None);
    }
    let lines = Split::lines_of(&left, &spread(&left, amount)?)?;
    let tenders = vec![TenderPart {
        to: Tender::Payment(granted.id),
        amount,
    }];
    let split = Split { lines, tenders };
    let id = tx.new_id::<RefundId>();
    let row = refund::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        order_id: Set(order.id),
        status: Set(RefundStatus::Pending),
        amount_minor: Set(amount),
        currency: Set(order.currency.clone()),
        reason: Set(REASON.to_owned()),
        requested_by_employee_id: Set(None),
        decided_by_employee_id: Set(None),
        rejection_reason: Set(None),
        completed_at: Set(None),
        asked_at: Set(Some(tx.now())),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.create_from::<SettlePayment, refund::Entity>(granted, row)
        .await?;
    for row in split.line_rows(tx, id) {
        tx.create_from::<SettlePayment, refund_line::Entity>(granted, row)
            .await?;
    }
    for mut row in split.tender_rows(tx, id) {
        row.provider_reference = Set(Some(reference.to_owned()));
        row.confirmed_at = Set(Some(tx.now()));
        tx.create_from::<SettlePayment, refund_tender::Entity>(granted, row)
            .await?;
    }
    tx.emit(NewEvent::new(EventAction::RefundRequested, id).after(json!({
        "status": RefundStatus::Pending,
        "orderId": order.id.to_string(),
        "amount": shown(amount, order)?,
        "currency": order.currency,
        "reason": REASON,
    })))
    .await?;
    let refund = tx.load_for::<SettleRefund>("refund", id).await?;
    let of_refund = refund_tender::Column::RefundId.eq(id);
    let tenders = tx
        .find_for_rule::<refund_tender::Entity>()
        .filter(of_refund)
        .all()
        .await?;
    complete(tx, refund, &tenders).await?;
    let completed = tx
        .find_for_rule::<refund::Entity>()
        .filter(refund::Column::Id.eq(id))
        .one()
        .await?;
    Ok(completed)
}

/// Fails the refunds of an order that wait for approval, because a bank has decided: what they wanted to give back may be taken.
/// What is left can be asked for again.
pub(crate) async fn overtake(tx: &OrgTx, order: OrderId) -> Result<(), Failure> {
    let waiting = Condition::all()
        .add(refund::Column::OrderId.eq(order))
        .add(refund::Column::Status.eq(RefundStatus::PendingApproval));
    let waiting = tx
        .find_for_rule::<refund::Entity>()
        .filter(waiting)
        .order_by(refund::Column::Id, Order::Asc)
        .all()
        .await?;
    for refund in waiting {
        let granted = tx.load_for::<SettleRefund>("refund", refund.id).await?;
        fail(tx, granted, REASON).await?;
    }
    Ok(())
}

/// Counts what banks have taken of an order and could not be counted then, because a refund was on its way that has failed
/// since.
pub(super) async fn catch_up(tx: &OrgTx, order: OrderId) -> Result<(), Failure> {
    let payments = tx
        .find_for_rule::<payment::Entity>()
        .filter(payment::Column::OrderId.eq(order))
        .all()
        .await?;
    for payment in payments {
        let lost = Condition::all()
            .add(dispute::Column::PaymentId.eq(payment.id))
            .add(dispute::Column::Status.eq(DisputeStatus::Lost));
        let lost = tx
            .find_for_rule::<dispute::Entity>()
            .filter(lost)
            .order_by(dispute::Column::Id, Order::Asc)
            .all()
            .await?;
        for dispute in lost {
            let granted = tx.load_for::<SettlePayment>("payment", payment.id).await?;
            count_rest(tx, &granted, order, &dispute).await?;
        }
    }
    Ok(())
}

async fn count_rest(
    tx: &OrgTx,
    granted: &Granted<SettlePayment>,
    order: OrderId,
    dispute: &dispute::Model,
) -> Result<(), Failure> {
    let of_payment = tx
        .find_for_rule::<refund_tender::Entity>()
        .filter(refund_tender::Column::PaymentId.eq(granted.id))
        .all()
        .await?;
    // A payment knows a reference once, so what is counted later has a number behind it.
    let later = format!("{}#", dispute.reference);
    let is_counted = |tender: &&refund_tender::Model| {
        let reference = tender.provider_reference.as_deref().unwrap_or_default();
        reference == dispute.reference || reference.starts_with(&later)
    };
    let counted: Vec<_> = of_payment.iter().filter(is_counted).collect();
    let reference = format!("{later}{}", counted.len() + 1);
    let counted: i64 = counted.iter().map(|tender| tender.amount_minor).sum();
    let order = tx
        .find_for_rule_locked::<order::Entity>()
        .filter(order::Column::Id.eq(order))
        .one()
        .await?
        .ok_or(Failure::Defect("a payment has an order"))?;
    let rest = dispute.amount_minor - counted;
    if let Some(refund) = charge_back(tx, granted, &order, &reference, rest).await? {
        finance::dispute::counted(tx, granted, dispute, &refund).await?;
    }
    Ok(())
}
