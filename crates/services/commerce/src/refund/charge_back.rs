//! What a bank has given back in the name of the organization.

use super::{
    complete::complete,
    left::Left,
    request::spread,
    split::{Split, Tender, TenderPart},
};
use crate::order::shown;
use authz::actions::{SettlePayment, SettleRefund};
use entities::{
    dispute,
    event::EventAction,
    order,
    refund::{self, RefundStatus},
    refund_line, refund_tender,
};
use kernel::RefundId;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// What the refund says.
const REASON: &str = "The customer's bank took the payment back.";

/// Turns a lost dispute into a refund that is completed at once: all of it went back through the payment, whatever else
/// the order was paid with, and sales, sales tax and everybody's earnings are reversed at the split of the sale. Access
/// ends where nothing is left of the order. The order is locked.
///
/// There is none where other refunds have left nothing of the order.
pub(crate) async fn charge_back(
    tx: &OrgTx,
    granted: &Granted<SettlePayment>,
    order: &order::Model,
    dispute: &dispute::Model,
) -> Result<Option<refund::Model>, Failure> {
    if order.paid_at.is_none() {
        return Ok(None);
    }
    let left = Left::of(tx, order).await?;
    let of_payment = granted.amount_minor - granted.refunded_minor;
    let amount = dispute.amount_minor.min(left.of_order(order)).min(of_payment);
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
        row.provider_reference = Set(Some(dispute.reference.clone()));
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
