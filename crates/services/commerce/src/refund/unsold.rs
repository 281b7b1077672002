//! Money that arrived for an order that was given up. Nothing was sold, so all of it goes back, and nobody has to approve that.

use super::{
    RefundOrder, RequestedRefund,
    request::{Asks, employee, exceeds, undisputed},
};
use crate::{
    amount::{self, decimal},
    order::{currency_of, not_in_state, shown},
};
use authz::{Action, Yields};
use entities::{
    dispute::{self, DisputeStatus},
    event::EventAction,
    order,
    payment::{self, PaymentStatus},
    refund::{self, RefundStatus},
    refund_tender::{self, TenderKind},
};
use kernel::{Code, EmployeeId, Problem, Problems, RefundId, TextLimits, line};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// A refund of such money: no lines, and the payment as its only tender.
pub(crate) struct Unsold<'a> {
    pub(crate) order: &'a order::Model,
    pub(crate) payment: &'a payment::Model,
    /// How much of it, in minor units.
    pub(crate) amount: i64,
    pub(crate) reason: String,
    /// Who asked; the server itself, where nobody is named.
    pub(crate) by: Option<EmployeeId>,
}

impl Unsold<'_> {
    /// Stores the refund, decided, and tells the log. The books do not move: nothing is earned and nothing is kept.
    pub(crate) async fn refund<A>(
        self,
        tx: &OrgTx,
        because: &Granted<A>,
        id: RefundId,
    ) -> Result<(refund::Model, refund_tender::Model), Failure>
    where
        A: Action + Yields<refund::Entity> + Yields<refund_tender::Entity>,
    {
        let Self {
            order,
            payment,
            amount,
            reason,
            by,
        } = self;
        let refund = refund::ActiveModel {
            id: Set(id),
            organization_id: Set(tx.organization()),
            order_id: Set(order.id),
            status: Set(RefundStatus::Pending),
            amount_minor: Set(amount),
            currency: Set(payment.currency.clone()),
            reason: Set(reason),
            requested_by_employee_id: Set(by),
            decided_by_employee_id: Set(None),
            rejection_reason: Set(None),
            completed_at: Set(None),
            asked_at: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        let refund = tx.create_from::<A, refund::Entity>(because, refund).await?;
        let tender = refund_tender::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            refund_id: Set(id),
            kind: Set(TenderKind::Payment),
            gift_card_use_id: Set(None),
            payment_id: Set(Some(payment.id)),
            amount_minor: Set(amount),
            provider_reference: Set(None),
            confirmed_at: Set(None),
            created_at: Set(tx.now()),
        };
        let tender = tx
            .create_from::<A, refund_tender::Entity>(because, tender)
            .await?;
        tx.emit(NewEvent::new(EventAction::RefundRequested, id).after(json!({
            "status": refund.status,
            "orderId": order.id.to_string(),
            "amount": shown(refund.amount_minor, order)?,
            "currency": refund.currency,
            "reason": refund.reason,
        })))
        .await?;
        Ok((refund, tender))
    }
}

/// Asks once more for such money to be given back, after the refund that followed by itself has failed for good.
pub(super) async fn ask_again<A: Asks>(
    tx: &OrgTx,
    order: &Granted<A>,
    id: RefundId,
    input: &RefundOrder,
) -> Result<RequestedRefund, Failure> {
    undisputed(tx, order, "orderId").await?;
    let captured = Condition::all()
        .add(payment::Column::OrderId.eq(order.id))
        .add(payment::Column::Status.eq(PaymentStatus::Captured));
    let payment = tx
        .find_for_rule::<payment::Entity>()
        .filter(captured)
        .one()
        .await?
        .ok_or_else(|| not_in_state(Code::OrderNotPaid, order))?;
    let on_its_way = Condition::all()
        .add(refund::Column::OrderId.eq(order.id))
        .add(refund::Column::Status.is_in([RefundStatus::Pending, RefundStatus::Completed]));
    let refunds = tx.find_for_rule::<refund::Entity>().filter(on_its_way);
    let currency = currency_of(order)?;
    let mut problems = Problems::default();
    // What a bank has taken is with the customer already.
    let lost = tx
        .find_for_rule::<dispute::Entity>()
        .filter(dispute::Column::PaymentId.eq(payment.id))
        .filter(dispute::Column::Status.eq(DisputeStatus::Lost))
        .all()
        .await?;
    let whole = payment.amount_minor - lost.iter().map(|lost| lost.amount_minor).sum::<i64>();
    if whole <= 0 || refunds.count().await? > 0 {
        return Err(exceeds("orderId", 0, currency).into());
    }
    if let Some(amount) = input.amount
        && let Some(amount) = problems.take(amount::minor("amount", amount, currency, 1))
    {
        problems.require(amount <= whole, || exceeds("amount", whole, currency));
        problems.require(amount >= whole, || {
            Problem::at("amount", Code::RefundAmountMismatch).with("sum", decimal(whole, currency))
        });
    }
    problems.require(input.lines.is_empty(), || exceeds("lines", 0, currency));
    let reason = problems.take(line("reason", &input.reason, TextLimits::LINE));
    problems.into_result()?;
    let unsold = Unsold {
        order,
        payment: &payment,
        amount: whole,
        reason: reason.ok_or(Failure::Defect("a checked input is incomplete"))?,
        by: Some(employee(tx.access())?),
    };
    let (refund, tender) = unsold.refund(tx, order, id).await?;
    Ok(RequestedRefund {
        refund,
        lines: Vec::new(),
        tenders: vec![tender],
        is_replayed: false,
    })
}
