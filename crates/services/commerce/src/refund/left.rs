//! What is left to refund of an order.

use crate::pricing::refund::Refunded;
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
    /// Refunds that are completed or may still be.
    refunds: Vec<refund::Model>,
    /// Their lines.
    refund_lines: Vec<refund_line::Model>,
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
        let counted = [
            RefundStatus::Pending,
            RefundStatus::PendingApproval,
            RefundStatus::Completed,
            RefundStatus::Returned,
        ];
        let refunds = tx
            .find_for_rule::<refund::Entity>()
            .filter(
                Condition::all()
                    .add(refund::Column::OrderId.eq(order.id))
                    .add(refund::Column::Status.is_in(counted)),
            )
            .all()
            .await?;
        let refund_lines = tx
            .find_for_rule::<refund_line::Entity>()
            .among(
                refund_line::Column::RefundId,
                refunds.iter().map(|refund| refund.id),
            )
            .all()
            .await?;
        Ok(Self {
            lines,
            refunds,
            refund_lines,
        })
    }

    /// What no refund has asked for yet, of the whole order.
    pub(super) fn of_order(&self, order: &order::Model) -> i64 {
        let taken: i64 = self.refunds.iter().map(|refund| refund.amount_minor).sum();
        order.total_minor - taken
    }

    /// What no refund has asked for yet, of a line.
    pub(super) fn of_line(&self, line: &order_line::Model) -> i64 {
        let taken = self
            .refund_lines
            .iter()
            .filter(|part| part.order_line_id == line.id);
        line.total_minor - taken.map(|part| part.amount_minor).sum::<i64>()
    }

    /// Whether no refund has asked for anything.
    pub(super) const fn is_everything(&self) -> bool {
        self.refunds.is_empty()
    }

    /// What has been decided to go back of each line, completed or not: a further refund is divided so that all of them
    /// add up. A refund that may still be rejected is not part of it.
    pub(super) fn decided(&self) -> HashMap<OrderLineId, Refunded> {
        let mut decided: HashMap<OrderLineId, Refunded> = HashMap::new();
        let undecided = |id: RefundId| {
            self.refunds
                .iter()
                .any(|refund| refund.id == id && refund.status == RefundStatus::PendingApproval)
        };
        for part in self.refund_lines.iter().filter(|part| !undecided(part.refund_id)) {
            let so_far = decided.entry(part.order_line_id).or_default();
            so_far.net += part.net_minor;
            so_far.tax += part.tax_minor;
        }
        decided
    }

    /// The refunds that are decided and not completed.
    pub(super) fn decided_refunds(&self) -> impl Iterator<Item = RefundId> {
        let decided = self
            .refunds
            .iter()
            .filter(|refund| refund.status == RefundStatus::Pending);
        decided.map(|refund| refund.id)
    }
}
