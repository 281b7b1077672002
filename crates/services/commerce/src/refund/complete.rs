//! What follows from money having been given back.

use super::access;
use crate::order::shown;
use authz::actions::SettleRefund;
use entities::{
    event::EventAction,
    gift_card, gift_card_use,
    order::{self, OrderStatus},
    order_line, payment,
    refund::RefundStatus,
    refund_line, refund_tender,
};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Completes a refund: gift cards get their part, lines, tenders and the order count it, the books and the earnings are
/// reversed, and access ends where everything was given back.
pub(super) async fn complete(
    tx: &OrgTx,
    granted: Granted<SettleRefund>,
    tenders: &[refund_tender::Model],
) -> Result<(), Failure> {
    let which = order::Column::Id.eq(granted.order_id);
    let order = tx
        .load_entailed::<SettleRefund, order::Entity>(&granted, which)
        .await?;
    let order = order
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a refund has an order"))?;
    let of_refund = refund_line::Column::RefundId.eq(granted.id);
    let lines = tx
        .find_for_rule::<refund_line::Entity>()
        .filter(of_refund)
        .all()
        .await?;
    let sold = count_lines(tx, &granted, &order, &lines).await?;
    for tender in tenders {
        give_back(tx, &granted, tender).await?;
    }
    let order = if order.paid_at.is_some() {
        let refunded = order.refunded_minor + granted.amount_minor;
        let version = order.version + 1;
        let status = if refunded == order.total_minor {
            OrderStatus::Refunded
        } else {
            OrderStatus::PartiallyRefunded
        };
        let order = tx
            .update(order, |row| {
                row.status = Set(status);
                row.refunded_minor = Set(refunded);
                row.version = Set(version);
                row.updated_at = Set(tx.now());
            })
            .await?;
        finance::refund::reverse(tx, &granted, &order, &granted, &lines, tenders).await?;
        access::end(tx, &granted, &order, &sold).await?;
        order
    } else {
        // Money that came for an order that was given up: nothing was sold, so there is nothing to reverse.
        order.clone()
    };
    tell(tx, &granted, &order, &lines, tenders).await?;
    let version = granted.version + 1;
    tx.update(granted, |row| {
        row.status = Set(RefundStatus::Completed);
        row.completed_at = Set(Some(tx.now()));
        row.version = Set(version);
        row.updated_at = Set(tx.now());
    })
    .await?;
    Ok(())
}

/// Counts what was given back of each line; the answer is all lines of the order as they are then.
async fn count_lines(
    tx: &OrgTx,
    granted: &Granted<SettleRefund>,
    order: &order::Model,
    refunded: &[refund_line::Model],
) -> Result<Vec<order_line::Model>, Failure> {
    let of_order = order_line::Column::OrderId.eq(order.id);
    let lines = tx
        .load_entailed::<SettleRefund, order_line::Entity>(granted, of_order)
        .await?;
    let mut counted = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(part) = refunded.iter().find(|part| part.order_line_id == line.id) else {
            counted.push(line.clone());
            continue;
        };
        let refunded = line.refunded_minor + part.amount_minor;
        counted.push(tx.update(line, |row| row.refunded_minor = Set(refunded)).await?);
    }
    Ok(counted)
}

/// Counts what went back to a tender; a gift card gets it.
async fn give_back(
    tx: &OrgTx,
    granted: &Granted<SettleRefund>,
    tender: &refund_tender::Model,
) -> Result<(), Failure> {
    if let Some(id) = tender.payment_id {
        let which = payment::Column::Id.eq(id);
        for payment in tx
            .load_entailed::<SettleRefund, payment::Entity>(granted, which)
            .await?
        {
            let (refunded, version) = (payment.refunded_minor + tender.amount_minor, payment.version + 1);
            tx.update(payment, |row| {
                row.refunded_minor = Set(refunded);
                row.version = Set(version);
                row.updated_at = Set(tx.now());
            })
            .await?;
        }
    }
    let Some(id) = tender.gift_card_use_id else {
        return Ok(());
    };
    let which = gift_card_use::Column::Id.eq(id);
    for used in tx
        .load_entailed::<SettleRefund, gift_card_use::Entity>(granted, which)
        .await?
    {
        let which = gift_card::Column::Id.eq(used.gift_card_id);
        for card in tx
            .load_entailed::<SettleRefund, gift_card::Entity>(granted, which)
            .await?
        {
            let balance = card.balance_minor + tender.amount_minor;
            tx.update(card, |row| row.balance_minor = Set(balance)).await?;
        }
        let refunded = used.refunded_minor + tender.amount_minor;
        tx.update(used, |row| {
            row.refunded_minor = Set(refunded);
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    Ok(())
}

async fn tell(
    tx: &OrgTx,
    refund: &Granted<SettleRefund>,
    order: &order::Model,
    lines: &[refund_line::Model],
    tenders: &[refund_tender::Model],
) -> Result<(), Failure> {
    let net: i64 = lines.iter().map(|line| line.net_minor).sum();
    let tax: i64 = lines.iter().map(|line| line.tax_minor).sum();
    let to = |is_card: bool| {
        let tenders = tenders
            .iter()
            .filter(move |tender| tender.gift_card_use_id.is_some() == is_card);
        tenders.map(|tender| tender.amount_minor).sum::<i64>()
    };
    tx.emit(
        NewEvent::new(EventAction::RefundCompleted, refund.id)
            .before(json!({ "status": refund.status }))
            .after(json!({
                "status": RefundStatus::Completed,
                "orderId": order.id.to_string(),
                "orderStatus": order.status,
                "amount": shown(refund.amount_minor, order)?,
                "net": shown(net, order)?,
                "tax": shown(tax, order)?,
                "giftCards": shown(to(true), order)?,
                "payment": shown(to(false), order)?,
                "currency": refund.currency,
            })),
    )
    .await?;
    Ok(())
}
