//! Money that arrives for an order that was given up.

use super::settle::{Report, order_of, tell_captured, write};
use crate::order::shown;
use authz::actions::SettlePayment;
use entities::{
    event::EventAction,
    payment::{self, PaymentStatus},
    refund::{self, RefundStatus},
    refund_tender::{self, TenderKind},
};
use kernel::RefundId;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// What the refund says.
const REASON: &str = "The payment arrived after the order was cancelled.";

/// Takes note that the money was taken and decides that it goes back, all of it. The refund has no lines, because
/// nothing was sold; the books do not move, because nothing is earned and nothing is kept.
pub(super) async fn give_back(
    tx: &OrgTx,
    granted: Granted<SettlePayment>,
    report: &Report,
) -> Result<payment::Model, Failure> {
    let order = order_of(tx, &granted, granted.order_id).await?;
    tell_captured(tx, &granted, &order).await?;
    let id = tx.new_id::<RefundId>();
    let refund = refund::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        order_id: Set(order.id),
        status: Set(RefundStatus::Pending),
        amount_minor: Set(granted.amount_minor),
        currency: Set(granted.currency.clone()),
        reason: Set(REASON.to_owned()),
        requested_by_employee_id: Set(None),
        decided_by_employee_id: Set(None),
        rejection_reason: Set(None),
        completed_at: Set(None),
        asked_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let refund = tx
        .create_from::<SettlePayment, refund::Entity>(&granted, refund)
        .await?;
    let tender = refund_tender::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        refund_id: Set(id),
        kind: Set(TenderKind::Payment),
        gift_card_use_id: Set(None),
        payment_id: Set(Some(granted.id)),
        amount_minor: Set(granted.amount_minor),
        provider_reference: Set(None),
        confirmed_at: Set(None),
        created_at: Set(tx.now()),
    };
    tx.create_from::<SettlePayment, refund_tender::Entity>(&granted, tender)
        .await?;
    tx.emit(NewEvent::new(EventAction::RefundRequested, id).after(json!({
        "status": refund.status,
        "orderId": order.id.to_string(),
        "amount": shown(refund.amount_minor, &order)?,
        "currency": refund.currency,
        "reason": refund.reason,
    })))
    .await?;
    write(tx, granted, report, PaymentStatus::Captured).await
}
