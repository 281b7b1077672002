//! Refunds: everything, an amount, or amounts by line.

use super::{
    Run,
    arithmetic::divide,
    state::{Back, Line, Order, written},
};
use crate::world::problems;
use commerce::{
    payment::Taken,
    refund::{RefundLineInput, RefundOrder},
};
use entities::{
    earning,
    ledger_account::AccountCode,
    order::OrderStatus,
    refund::{self, RefundStatus},
    refund_tender, revenue,
};
use kernel::RefundId;
use sea_orm::ColumnTrait;
use serde_json::json;
use std::collections::BTreeMap;
use store::CrossOrganization;

impl Run {
    pub(super) async fn refund(&mut self) {
        let is_sold = |order: &Order| match order.status {
            OrderStatus::Paid | OrderStatus::PartiallyRefunded | OrderStatus::Refunded => true,
            OrderStatus::Pending | OrderStatus::Cancelled => false,
        };
        let Some(place) = self.some_order(is_sold) else {
            return;
        };
        let order = &self.state.orders[place];
        let (id, currency) = (order.id, order.currency);
        let left = order.total() - order.refunded;
        let of_line: Vec<i64> = order
            .lines
            .iter()
            .map(|line| line.total() - line.refunded)
            .collect();
        let (mut amount, mut lines) = (None, Vec::new());
        // What is expected to go back of which line; none: it is too much.
        let expected = match self.dice.roll(3) {
            0 => spread(left, left, &of_line),
            1 => {
                let wanted = 1 + self.dice.roll(left + left / 8 + 1);
                amount = Some(written(wanted, currency));
                spread(wanted, left, &of_line)
            }
            _ => {
                let mut expected = Some(Vec::new());
                for (n, most) in of_line.iter().enumerate() {
                    if self.dice.percent(50) {
                        let wanted = 1 + self.dice.roll(most + most / 10 + 1);
                        lines.push((n, wanted));
                        match &mut expected {
                            Some(parts) if wanted <= *most => parts.push((n, wanted)),
                            too_much => *too_much = None,
                        }
                    }
                }
                if lines.is_empty() {
                    return;
                }
                expected
            }
        };
        self.tell(format!(
            "refund {amount:?} {lines:?} of order {place}, {left} are left"
        ));
        let order = &self.state.orders[place];
        let input = RefundOrder {
            order_id: id,
            amount,
            lines: lines
                .iter()
                .map(|(n, wanted)| RefundLineInput {
                    line_id: order.lines[*n].id,
                    amount: written(*wanted, currency),
                })
                .collect(),
            reason: "Did not like it".to_owned(),
            idempotency_key: self.key(),
        };
        let owner = self.till.shop.owner.clone();
        let asked = self.till.refunds(&owner, input).await;
        if self.state.orders[place].dispute.is_some() {
            let told = problems(asked);
            assert!(told[0].contains("PaymentDisputed"), "{told:?}");
            return;
        }
        let Some(expected) = expected else {
            let told = problems(asked);
            assert!(
                told.iter().all(|told| told.contains("RefundExceedsRemaining")),
                "{told:?}"
            );
            return;
        };
        let asked = asked.unwrap();
        let (backs, tenders) = self.state.refund(place, &expected, false);
        let mut answered: Vec<_> = asked
            .lines
            .iter()
            .map(|line| (line.order_line_id, line.net_minor, line.tax_minor))
            .collect();
        let mut wanted: Vec<_> = backs.iter().map(|back| (back.line, back.net, back.tax)).collect();
        answered.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(answered, wanted);
        let answered: BTreeMap<_, i64> = asked
            .tenders
            .iter()
            .map(|tender| (tender.gift_card_use_id, tender.amount_minor))
            .collect();
        let order = &self.state.orders[place];
        let wanted: BTreeMap<_, i64> = order
            .tenders
            .iter()
            .zip(&tenders)
            .filter(|(_, back)| **back > 0)
            .map(|(tender, back)| (tender.card.map(|(id, _)| id), *back))
            .collect();
        assert_eq!(answered, wanted);
        self.check_refund(asked.refund.id, &backs).await;
    }

    /// Money that was given back is at the provider again. Nothing else changes.
    pub(super) async fn come_back(&mut self) {
        let across = self.till.world().store().across(CrossOrganization::Doctor);
        let through_provider = refund_tender::Column::PaymentId.is_not_null();
        let mut arrived = across
            .find::<refund_tender::Entity>()
            .filter(through_provider)
            .filter(refund_tender::Column::ConfirmedAt.is_not_null())
            .all()
            .await
            .unwrap();
        // What a bank has taken does not come back.
        arrived.retain(|tender| {
            let reference = tender.provider_reference.as_deref().unwrap_or("dp_");
            !reference.starts_with("dp_") && !self.state.returned.contains(&tender.id)
        });
        if arrived.is_empty() {
            return;
        }
        arrived.sort_by_key(|tender| tender.id);
        let tender = arrived.swap_remove(self.dice.place(arrived.len()));
        let which = refund::Column::Id.eq(tender.refund_id);
        let known = async || {
            let found = across.find::<refund::Entity>().filter(which.clone());
            found.one().await.unwrap().unwrap()
        };
        let of = known().await.order_id;
        let place = self.state.orders.iter().position(|order| order.id == of).unwrap();
        let order = &self.state.orders[place];
        if matches!(order.status, OrderStatus::Pending | OrderStatus::Cancelled) {
            return;
        }
        let (currency, amount) = (order.currency, tender.amount_minor);
        self.tell(format!("{amount} of order {place} come back"));
        let body = json!({ "id": format!("evt_{}", self.step), "type": "refund.failed",
            "refund": { "reference": tender.provider_reference } });
        assert_eq!(self.till.tells(body).await, Taken::Now);
        assert_eq!(known().await.status, RefundStatus::Returned);
        self.state.returned.insert(tender.id);
        self.state.post(AccountCode::Clearing, currency, amount);
        self.state.post(AccountCode::RefundsPayable, currency, -amount);
    }

    /// Compares what a refund has taken back.
    pub(super) async fn check_refund(&self, id: RefundId, backs: &[Back]) {
        let across = self.till.world().store().across(CrossOrganization::Doctor);
        let of_refund = revenue::Column::RefundId.eq(id);
        let rows = across
            .find::<revenue::Entity>()
            .filter(of_refund)
            .all()
            .await
            .unwrap();
        assert_eq!(rows.len(), backs.iter().filter(|back| back.net != 0).count());
        for row in rows {
            let back = backs.iter().find(|back| back.line == row.order_line_id).unwrap();
            assert_eq!(
                [
                    row.gross_minor,
                    row.platform_fee_minor,
                    row.processing_fee_minor,
                    row.withholding_minor
                ],
                [-back.net, -back.fees[0], -back.fees[1], -back.fees[2]]
            );
            let of_row = earning::Column::RevenueId.eq(row.id);
            let earnings = across
                .find::<earning::Entity>()
                .filter(of_row)
                .all()
                .await
                .unwrap();
            let taken: BTreeMap<_, i64> = earnings
                .iter()
                .map(|row| (row.attribution_id, -row.amount_minor))
                .collect();
            let wanted: BTreeMap<_, i64> = back
                .earned
                .iter()
                .copied()
                .filter(|(_, amount)| *amount != 0)
                .collect();
            assert_eq!(taken, wanted);
        }
    }

    /// Compares what an order has earned.
    pub(super) async fn check_sale(&self, place: usize) {
        let order = &self.state.orders[place];
        let across = self.till.world().store().across(CrossOrganization::Doctor);
        let of_order = revenue::Column::OrderLineId.is_in(order.lines.iter().map(|line| line.id));
        let rows = across
            .find::<revenue::Entity>()
            .filter(of_order)
            .all()
            .await
            .unwrap();
        assert_eq!(
            rows.len(),
            order.lines.iter().filter(|line| line.net != 0).count()
        );
        for row in rows {
            let line: &Line = order
                .lines
                .iter()
                .find(|line| line.id == row.order_line_id)
                .unwrap();
            assert_eq!(
                vec![
                    row.platform_fee_minor,
                    row.processing_fee_minor,
                    row.withholding_minor
                ],
                line.fees
            );
            assert_eq!(
                [row.gross_minor, row.net_minor, row.organization_minor],
                [line.net, line.credits.iter().sum(), *line.credits.last().unwrap()]
            );
            let of_row = earning::Column::RevenueId.eq(row.id);
            let earnings = across
                .find::<earning::Entity>()
                .filter(of_row)
                .all()
                .await
                .unwrap();
            let credited: BTreeMap<_, i64> = earnings
                .iter()
                .map(|row| (row.attribution_id, row.amount_minor))
                .collect();
            let wanted: BTreeMap<_, i64> = line
                .who
                .iter()
                .zip(&line.credits)
                .map(|((id, _), amount)| (*id, *amount))
                .collect();
            assert_eq!(credited, wanted);
        }
    }
}

/// An amount over lines by what is left of each; none, if it is more than is left, or nothing.
pub(super) fn spread(wanted: i64, left: i64, of_line: &[i64]) -> Option<Vec<(usize, i64)>> {
    (0 < wanted && wanted <= left).then(|| {
        let parts = divide(wanted, of_line).into_iter().enumerate();
        parts.filter(|(_, part)| *part > 0).collect()
    })
}
