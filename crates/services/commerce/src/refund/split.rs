//! How a refund divides: its lines into net and tax, and all of it over what the order was paid with. Both are cumulative
//! (rule m5): whatever the parts, together they are what one refund of the same amount would have been.

use super::left::Left;
use crate::pricing::{
    refund::{Refunded, SoldLine, refund as net_and_tax},
    tender::give_back,
};
use entities::{
    gift_card_use, order,
    payment::{self, PaymentStatus},
    refund_line,
    refund_tender::{self, TenderKind},
};
use kernel::{GiftCardUseId, MoneyError, OrderLineId, PaymentId, RefundId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, Order};
use store::{Failure, OrgTx};

/// How much of which line, in the order of the lines.
pub(super) type Amounts = Vec<(OrderLineId, i64)>;

/// A part of a refund that is about one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LinePart {
    pub(super) line: OrderLineId,
    pub(super) parts: Refunded,
}

/// A part of a refund that goes back to one tender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TenderPart {
    pub(super) to: Tender,
    pub(super) amount: i64,
}

/// What an order was paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tender {
    GiftCard(GiftCardUseId),
    Payment(PaymentId),
}

/// A refund, divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) lines: Vec<LinePart>,
    pub(super) tenders: Vec<TenderPart>,
}

impl Split {
    /// Divides the amounts of a refund. The order is locked.
    pub(super) async fn of(
        tx: &OrgTx,
        order: &order::Model,
        left: &Left,
        amounts: &Amounts,
    ) -> Result<Self, Failure> {
        let lines = Self::lines_of(left, amounts)?;
        let amount = amounts.iter().map(|(_line, amount)| amount).sum();
        Ok(Self {
            lines,
            tenders: tenders(tx, order, left, amount).await?,
        })
    }

    /// Divides the amounts of lines into net and tax.
    pub(super) fn lines_of(left: &Left, amounts: &Amounts) -> Result<Vec<LinePart>, Failure> {
        let decided = left.decided();
        let mut lines = Vec::with_capacity(amounts.len());
        for (id, amount) in amounts {
            let line = left
                .lines
                .iter()
                .find(|line| line.id == *id)
                .ok_or(Failure::Defect("a refund is of a line of its order"))?;
            let sold = SoldLine {
                tax: line.tax_minor,
                total: line.total_minor,
            };
            let before = decided.get(id).copied().unwrap_or_default();
            let parts = net_and_tax(sold, before, *amount).map_err(defect)?;
            lines.push(LinePart { line: *id, parts });
        }
        Ok(lines)
    }

    /// The rows of the lines.
    pub(super) fn line_rows(&self, tx: &OrgTx, refund: RefundId) -> Vec<refund_line::ActiveModel> {
        let row = |LinePart { line, parts }: &LinePart| refund_line::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            refund_id: Set(refund),
            order_line_id: Set(*line),
            amount_minor: Set(parts.net + parts.tax),
            net_minor: Set(parts.net),
            tax_minor: Set(parts.tax),
            created_at: Set(tx.now()),
        };
        self.lines.iter().map(row).collect()
    }

    /// The rows of the tenders.
    pub(super) fn tender_rows(&self, tx: &OrgTx, refund: RefundId) -> Vec<refund_tender::ActiveModel> {
        let row = |TenderPart { to, amount }: &TenderPart| {
            let (kind, gift_card_use, payment) = match to {
                Tender::GiftCard(id) => (TenderKind::GiftCard, Some(*id), None),
                Tender::Payment(id) => (TenderKind::Payment, None, Some(*id)),
            };
            refund_tender::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                refund_id: Set(refund),
                kind: Set(kind),
                gift_card_use_id: Set(gift_card_use),
                payment_id: Set(payment),
                amount_minor: Set(*amount),
                provider_reference: Set(None),
                confirmed_at: Set(None),
                created_at: Set(tx.now()),
            }
        };
        self.tenders.iter().map(row).collect()
    }
}

/// What goes back to each gift card, in the order of their use, and to the payment.
async fn tenders(
    tx: &OrgTx,
    order: &order::Model,
    left: &Left,
    amount: i64,
) -> Result<Vec<TenderPart>, Failure> {
    let cards = tx
        .find_for_rule::<gift_card_use::Entity>()
        .filter(gift_card_use::Column::OrderId.eq(order.id))
        .order_by(gift_card_use::Column::Id, Order::Asc)
        .all()
        .await?;
    let taken = Condition::all()
        .add(payment::Column::OrderId.eq(order.id))
        .add(payment::Column::Status.eq(PaymentStatus::Captured));
    let payments = tx.find_for_rule::<payment::Entity>().filter(taken).all().await?;
    let decided = tx
        .find_for_rule::<refund_tender::Entity>()
        .among(refund_tender::Column::RefundId, left.decided_refunds())
        .all()
        .await?;
    let on_its_way = |to: Tender| {
        let same = decided.iter().filter(move |tender| match to {
            Tender::GiftCard(id) => tender.gift_card_use_id == Some(id),
            Tender::Payment(id) => tender.payment_id == Some(id),
        });
        same.map(|tender| tender.amount_minor).sum::<i64>()
    };
    let mut paid = Vec::new();
    for card in &cards {
        let to = Tender::GiftCard(card.id);
        paid.push((to, card.amount_minor, card.refunded_minor + on_its_way(to)));
    }
    for payment in &payments {
        let to = Tender::Payment(payment.id);
        paid.push((to, payment.amount_minor, payment.refunded_minor + on_its_way(to)));
    }
    let most: Vec<i64> = paid.iter().map(|(_to, paid, _before)| *paid).collect();
    let before: Vec<i64> = paid.iter().map(|(_to, _paid, before)| *before).collect();
    let refunded = before.iter().sum::<i64>() + amount;
    let parts = give_back(&most, &before, refunded).map_err(defect)?;
    let parts = paid
        .iter()
        .zip(parts)
        .map(|((to, ..), amount)| TenderPart { to: *to, amount });
    Ok(parts.filter(|part| part.amount > 0).collect())
}

fn defect(_error: MoneyError) -> Failure {
    Failure::Defect("a refund within what is left cannot be divided")
}
