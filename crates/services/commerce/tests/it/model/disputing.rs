//! Customers who ask their banks to take a payment back, and what the banks decide.

use super::{Run, giving_back::spread, state::Order};
use commerce::payment::Taken;
use entities::{
    ledger_account::AccountCode,
    order::OrderStatus,
    refund::{self, RefundStatus},
};
use sea_orm::{ColumnTrait, Order as Direction};
use serde_json::json;
use store::CrossOrganization;

impl Order {
    /// What was paid through the provider, and what of it went back.
    fn payment(&self) -> Option<(i64, i64)> {
        let payment = self.tenders.iter().find(|tender| tender.card.is_none());
        payment.map(|tender| (tender.paid, tender.back))
    }
}

impl Run {
    async fn says(&self, place: usize, what: &str) {
        let order = &self.state.orders[place];
        let ((_, payment), (reference, amount)) =
            (order.payment.clone().unwrap(), order.dispute.clone().unwrap());
        let body = json!({ "id": format!("evt_{}", self.step), "type": format!("dispute.{what}"), "dispute": {
            "reference": reference, "payment": payment, "amountMinor": amount, "currency": order.currency,
            "reason": "fraudulent", "evidenceDueAt": null } });
        assert_eq!(self.till.tells(body).await, Taken::Now);
    }

    /// A payment that was taken is disputed, all of it or in part: the provider holds the money.
    pub(super) async fn dispute(&mut self) {
        let can_be = |order: &Order| match order.status {
            OrderStatus::Paid | OrderStatus::PartiallyRefunded => {
                order.dispute.is_none() && order.payment().is_some()
            }
            OrderStatus::Pending | OrderStatus::Cancelled | OrderStatus::Refunded => false,
        };
        let Some(place) = self.some_order(can_be) else {
            return;
        };
        let (paid, _) = self.state.orders[place].payment().unwrap();
        let amount = if self.dice.percent(60) {
            paid
        } else {
            1 + self.dice.roll(paid)
        };
        self.tell(format!("{amount} of {paid} of order {place} are disputed"));
        let order = &mut self.state.orders[place];
        order.dispute = Some((format!("dp_{}", self.step), amount));
        let currency = order.currency;
        self.says(place, "opened").await;
        self.state.post(AccountCode::Disputed, currency, amount);
        self.state.post(AccountCode::Clearing, currency, -amount);
    }

    /// A bank decides. What it takes back is a refund through the payment, of what is left.
    pub(super) async fn decide(&mut self) {
        let Some(place) = self.some_order(|order| order.dispute.is_some()) else {
            return;
        };
        let is_lost = self.dice.percent(60);
        self.tell(format!("the dispute of order {place} is lost: {is_lost}"));
        self.says(place, if is_lost { "lost" } else { "won" }).await;
        let order = &mut self.state.orders[place];
        let (_, disputed) = order.dispute.take().unwrap();
        let (paid, back) = order.payment().unwrap();
        let (currency, id, left) = (order.currency, order.id, order.total() - order.refunded);
        let of_line: Vec<i64> = order
            .lines
            .iter()
            .map(|line| line.total() - line.refunded)
            .collect();
        let taken = if is_lost {
            disputed.min(left).min(paid - back)
        } else {
            disputed
        };
        self.state.post(AccountCode::Disputed, currency, -taken);
        self.state.post(AccountCode::Clearing, currency, taken);
        let Some(lines) = spread(taken, left, &of_line).filter(|_| is_lost) else {
            return;
        };
        let (backs, _) = self.state.refund(place, &lines, true);
        let across = self.till.world().store().across(CrossOrganization::Doctor);
        let newest = across
            .find::<refund::Entity>()
            .filter(refund::Column::OrderId.eq(id))
            .order_by(refund::Column::Id, Direction::Desc)
            .limit(1);
        let refund = newest.one().await.unwrap().unwrap();
        assert_eq!(
            (refund.status, refund.amount_minor),
            (RefundStatus::Completed, taken)
        );
        self.check_refund(refund.id, &backs).await;
    }
}
