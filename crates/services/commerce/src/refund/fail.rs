//! What follows from money that could not be given back.

use super::charge_back::catch_up;
use crate::order::shown;
use authz::actions::SettleRefund;
use entities::{event::EventAction, order, refund::RefundStatus};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Ends a refund that did not reach the customer. Nothing was counted or posted for it, so what it had reserved can be
/// refunded in another way; or a bank has taken it meanwhile.
pub(super) async fn fail(tx: &OrgTx, granted: Granted<SettleRefund>, why: &str) -> Result<(), Failure> {
    let which = order::Column::Id.eq(granted.order_id);
    let order = tx
        .load_entailed::<SettleRefund, order::Entity>(&granted, which)
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a refund has an order"))?;
    tracing::error!(refund = %granted.id, why, "a refund did not reach the customer");
    tx.emit(
        NewEvent::new(EventAction::RefundFailed, granted.id)
            .before(json!({ "status": granted.status }))
            .after(json!({
                "status": RefundStatus::Failed,
                "orderId": order.id.to_string(),
                "amount": shown(granted.amount_minor, &order)?,
                "currency": granted.currency,
                "reason": why,
            })),
    )
    .await?;
    let (version, order) = (granted.version + 1, order.id);
    tx.update(granted, |row| {
        row.status = Set(RefundStatus::Failed);
        row.version = Set(version);
        row.updated_at = Set(tx.now());
    })
    .await?;
    // Boxed, because it is large and seldom has anything to do.
    Box::pin(catch_up(tx, order)).await
}
