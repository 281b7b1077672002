//! Giving up an order that was not paid.

use super::{
    not_in_state,
    release::{self, Releases},
    shown,
};
use authz::{Action, actions::CancelOrder};
use entities::{
    event::EventAction,
    order::{self, OrderStatus},
    payment::{self, PaymentStatus},
};
use kernel::{Code, OrderId, TextLimits, optional_line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Gives up an order that waits for its payment, and with it the payment. Offers become usable again, and gift cards get
/// their money back. Customers may do it with their own orders, support with all. Money that the provider should take
/// nevertheless is given back, see [`crate::payment::settle`].
///
/// An order that is cancelled already stays as it is. Refuses with `ORDER_NOT_PENDING`, `IDEMPOTENCY_CONFLICT`.
pub async fn cancel_order(
    tx: &OrgTx,
    id: OrderId,
    reason: Option<&str>,
    idempotency_key: &str,
) -> Result<order::Model, Failure> {
    // In the order in which the settling of a payment locks them.
    let of_order = payment::Column::OrderId.eq(id);
    tx.find_for_rule_locked::<payment::Entity>()
        .filter(of_order.clone())
        .all()
        .await?;
    let granted = tx.load_for::<CancelOrder>("orderId", id).await?;
    let reason = optional_line("reason", reason.unwrap_or_default(), TextLimits::LINE)?;
    let asked = (id.to_string(), &reason);
    if tx
        .once("cancelOrder", idempotency_key, &asked, id)
        .await?
        .is_some()
    {
        return Ok(granted.clone());
    }
    match granted.status {
        OrderStatus::Pending => {}
        OrderStatus::Cancelled => return Ok(granted.clone()),
        OrderStatus::Paid | OrderStatus::PartiallyRefunded | OrderStatus::Refunded => {
            return Err(not_in_state(Code::OrderNotPending, &granted).into());
        }
    }
    for payment in tx
        .load_entailed::<CancelOrder, payment::Entity>(&granted, of_order)
        .await?
    {
        match payment.status {
            PaymentStatus::Pending | PaymentStatus::RequiresAction => {}
            PaymentStatus::Captured
            | PaymentStatus::Failed
            | PaymentStatus::Cancelled
            | PaymentStatus::Disputed => continue,
        }
        let version = payment.version + 1;
        tx.update(payment, |row| {
            row.status = Set(PaymentStatus::Cancelled);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    release::release(tx, &granted, id).await?;
    mark(tx, granted, reason.as_deref()).await
}

/// Gives up an order because its payment failed or never came.
pub(crate) async fn give_up<A: Releases, O: Action<On = order::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    order: Granted<O>,
    reason: &str,
) -> Result<order::Model, Failure> {
    release::release(tx, because, order.id).await?;
    mark(tx, order, Some(reason)).await
}

async fn mark<O: Action<On = order::Entity>>(
    tx: &OrgTx,
    order: Granted<O>,
    reason: Option<&str>,
) -> Result<order::Model, Failure> {
    let (was, version) = (order.status, order.version + 1);
    let order = tx
        .update(order, |row| {
            row.status = Set(OrderStatus::Cancelled);
            row.cancelled_at = Set(Some(tx.now()));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::OrderCancelled, order.id)
            .before(json!({ "status": was }))
            .after(json!({
                "status": order.status,
                "reason": reason,
                "giftCards": shown(order.gift_card_minor, &order)?,
            })),
    )
    .await?;
    Ok(order)
}
