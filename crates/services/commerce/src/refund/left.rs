//! What is left to refund of an order.

use entities::{
    order, order_line,
    refund::{self, RefundStatus},
    refund_line,
};
use kernel::{OrderLineId, RefundId};
use sea_orm::{ColumnTrait, Condition, Order};
use std::collections::HashMap;
use store::{Failure, OrgTx};

/// An order that is locked, with everything that its refunds have taken so far.
pub(super) struct Left {
    pub(super) lines: Vec<order_line::Model>,
    /// Refunds that are not completed and not rejected.
    open: Vec<refund::Model>,
    /// Their lines.
    open_lines: Vec<refund_line::Model>,
}

impl Left {
    /// Reads what belongs to an order that the caller has locked.
    pub(super) async fn of(tx: &OrgTx, order: &order::Model) -> Result<Self, Failure> {
        let lines = tx
            .find_for_rule::<order_line::Entity>()
            .filter(order_line::Column::OrderId.eq(order.id))
            .order_by(order_line::Column::Position, Order::Asc)
            .all()
            .await?;
        let open =
            tx.find_for_rule::<refund::Entity>()
                .filter(Condition::all().add(refund::Column::OrderId.eq(order.id)).add(
                    refund::Column::Status.is_in([RefundStatus::Pending, RefundStatus::PendingApproval]),
                ))
                .all()
                .await?;
        let open_lines = tx
            .find_for_rule::<refund_line::Entity>()
            .among(refund_line::Column::RefundId, open.iter().map(|refund| refund.id))
            .all()
            .await?;
        Ok(Self {
            lines,
            open,
            open_lines,
        })
    }

    /// What no refund has asked for yet, of the whole order.
    pub(super) fn of_order(&self, order: &order::Model) -> i64 {
        let reserved: i64 = self.open.iter().map(|refund| refund.amount_minor).sum();
        order.total_minor - order.refunded_minor - reserved
    }

    /// What no refund has asked for yet, of a line.
    pub(super) fn of_line(&self, line: &order_line::Model) -> i64 {
        let reserved = self
            .open_lines
            .iter()
            .filter(|open| open.order_line_id == line.id);
        line.total_minor - line.refunded_minor - reserved.map(|open| open.amount_minor).sum::<i64>()
    }

    /// What has been decided to go back of each line, completed or not: what net and tax of a further refund are
    /// calculated from. A refund that may still be rejected is not part of it.
    pub(super) fn decided(&self) -> HashMap<OrderLineId, i64> {
        let mut decided: HashMap<OrderLineId, i64> = self
            .lines
            .iter()
            .map(|line| (line.id, line.refunded_minor))
            .collect();
        for line in &self.open_lines {
            if self.decided_refunds().any(|id| id == line.refund_id) {
                *decided.entry(line.order_line_id).or_default() += line.amount_minor;
            }
        }
        decided
    }

    /// The refunds that are decided and not completed.
    pub(super) fn decided_refunds(&self) -> impl Iterator<Item = RefundId> {
        let decided = self
            .open
            .iter()
            .filter(|refund| refund.status == RefundStatus::Pending);
        decided.map(|refund| refund.id)
    }
}
