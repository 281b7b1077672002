//! What follows from money that came back to the provider after it had been given back.

use crate::order::shown;
use authz::actions::SettleRefund;
use entities::{event::EventAction, order, payment, refund::RefundStatus, refund_tender};
use kernel::RefundTenderId;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Takes note that the customer was not reached in the end, such as where a card was closed meanwhile. The decision stands:
/// the sale stays reversed, access stays ended, and order and payment count the refund. The books owe the amount to the customer,
/// and whoever looks after refunds pays it in another way. Where nothing was sold, [`super::refund_order`] sends it again.
pub(super) async fn come_back(
    tx: &OrgTx,
    granted: Granted<SettleRefund>,
    tender: RefundTenderId,
) -> Result<(), Failure> {
    let tender = tx
        .find_for_rule::<refund_tender::Entity>()
        .filter(refund_tender::Column::Id.eq(tender))
        .one()
        .await?
        .ok_or(Failure::Defect("a refund has its parts"))?;
    let order = tx
        .find_for_rule::<order::Entity>()
        .filter(order::Column::Id.eq(granted.order_id))
        .one()
        .await?
        .ok_or(Failure::Defect("a refund has an order"))?;
    if order.paid_at.is_some() {
        finance::refund::returned(tx, &granted, &granted, tender.amount_minor).await?;
    } else {
        // Money for an order that was given up is in no books, and can be sent again.
        give_up(tx, &granted, &tender).await?;
    }
    tx.emit(
        NewEvent::new(EventAction::RefundReturned, granted.id)
            .before(json!({ "status": granted.status }))
            .after(json!({
                "status": RefundStatus::Returned,
                "orderId": order.id.to_string(),
                "amount": shown(tender.amount_minor, &order)?,
                "currency": granted.currency,
            })),
    )
    .await?;
    let version = granted.version + 1;
    tx.update(granted, |row| {
        row.status = Set(RefundStatus::Returned);
        row.version = Set(version);
        row.updated_at = Set(tx.now());
    })
    .await?;
    Ok(())
}

/// The payment counts what came back as not given back.
async fn give_up(
    tx: &OrgTx,
    granted: &Granted<SettleRefund>,
    tender: &refund_tender::Model,
) -> Result<(), Failure> {
    let Some(id) = tender.payment_id else {
        return Ok(());
    };
    let which = payment::Column::Id.eq(id);
    for payment in tx
        .load_entailed::<SettleRefund, payment::Entity>(granted, which)
        .await?
    {
        let (refunded, version) = (payment.refunded_minor - tender.amount_minor, payment.version + 1);
        tx.update(payment, |row| {
            row.refunded_minor = Set(refunded);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    Ok(())
}
