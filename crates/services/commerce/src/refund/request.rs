//! Asking for a refund.

use super::{
    left::Left,
    split::{Amounts, Split},
    unsold,
};
use crate::{
    amount::{self, decimal},
    order::{currency_of, not_in_state, shown},
};
use authz::{
    Access, Yields,
    actions::{self, RequestRefund},
};
use entities::{
    event::EventAction,
    order::{self, OrderStatus},
    organization,
    payment::{self, PaymentStatus},
    refund::{self, RefundStatus},
    refund_line, refund_tender,
};
use kernel::{
    Code, Currency, EmployeeId, OrderId, OrderLineId, Problem, Problems, RefundId, Share, TextLimits,
    allocate, line, within,
};
use rust_decimal::Decimal;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, Order};
use serde_json::json;
use std::collections::BTreeSet;
use store::{Failure, Granted, NewEvent, OrgTx};

/// The most lines of a refund.
const LINES: usize = 50;

/// What is to be given back of an order.
#[derive(Clone, Debug)]
pub struct RefundOrder {
    /// The order.
    pub order_id: OrderId,
    /// How much, sales tax included, in the order's currency; none: what the lines say, or everything that is left.
    pub amount: Option<Decimal>,
    /// How much of which line; none: over all lines, by what is left of each.
    pub lines: Vec<RefundLineInput>,
    /// Why.
    pub reason: String,
    /// The key of whoever asks: the same key and input give the same refund.
    pub idempotency_key: String,
}

/// What is to be given back of a line.
#[derive(Clone, Debug)]
pub struct RefundLineInput {
    /// The line.
    pub line_id: OrderLineId,
    /// How much, sales tax included.
    pub amount: Decimal,
}

/// A refund with everything that was stored with it.
#[derive(Clone, Debug)]
pub struct RequestedRefund {
    /// The refund.
    pub refund: refund::Model,
    /// What it gives back of which line. None, where the refund had been asked for before.
    pub lines: Vec<refund_line::Model>,
    /// What it gives back to which tender. None, where the refund had been asked for before.
    pub tenders: Vec<refund_tender::Model>,
    /// Whether it had been asked for before, under the same key.
    pub is_replayed: bool,
}

/// An action by which somebody asks for a refund.
pub(super) trait Asks:
    authz::Action<On = order::Entity>
    + Yields<refund::Entity>
    + Yields<refund_line::Entity>
    + Yields<refund_tender::Entity>
{
}

impl Asks for actions::RefundOrder {}
impl Asks for RequestRefund {}

/// Asks for money of a paid order to be given back. What is asked for counts against what is left from now on.
///
/// Whoever holds `ISSUE_REFUNDS` decides by asking. Support, with `MANAGE_SUPPORT`, decides up to the organization's
/// limit, counting everything that was given back of the order without approval; beyond it the refund waits for
/// somebody else. A decided refund is carried out by [`super::process`], after the transaction.
///
/// Of an order that was given up, money that arrived all the same goes back by itself; where that has failed for good, this
/// asks once more for all of it.
///
/// Refuses with `ORDER_NOT_PAID`, `PAYMENT_DISPUTED`, `EMPLOYEE_REQUIRED`, `REFUND_EXCEEDS_REMAINING` (at the order, the amount or a line),
/// `REFUND_AMOUNT_MISMATCH`, `NOT_FOUND` and `DUPLICATE` at a line, what is wrong with an amount or the reason, and with
/// `IDEMPOTENCY_CONFLICT`.
pub async fn refund_order(tx: &OrgTx, input: &RefundOrder) -> Result<RequestedRefund, Failure> {
    match tx
        .load_for::<actions::RefundOrder>("orderId", input.order_id)
        .await
    {
        Ok(granted) => ask(tx, &granted, input, true).await,
        Err(Failure::Forbidden(_)) => {
            let granted = tx.load_for::<RequestRefund>("orderId", input.order_id).await?;
            ask(tx, &granted, input, false).await
        }
        Err(failure) => Err(failure),
    }
}

async fn ask<A: Asks>(
    tx: &OrgTx,
    order: &Granted<A>,
    input: &RefundOrder,
    decides: bool,
) -> Result<RequestedRefund, Failure> {
    let RefundOrder {
        order_id,
        amount,
        lines,
        reason,
        idempotency_key,
    } = input;
    let employee = employee(tx.access())?;
    let id = tx.new_id::<RefundId>();
    let asked = (
        order_id.to_string(),
        amount.map(|amount| amount.normalize().to_string()),
        lines
            .iter()
            .map(|line| (line.line_id.to_string(), line.amount.normalize().to_string()))
            .collect::<Vec<_>>(),
        reason,
    );
    if let Some(before) = tx.once("refundOrder", idempotency_key, &asked, id).await? {
        return replay(tx, before).await;
    }
    match order.status {
        OrderStatus::Paid | OrderStatus::PartiallyRefunded | OrderStatus::Refunded => {}
        OrderStatus::Cancelled => return unsold::ask_again(tx, order, id, input).await,
        OrderStatus::Pending => {
            return Err(not_in_state(Code::OrderNotPaid, order).into());
        }
    }
    undisputed(tx, order, "orderId").await?;
    let left = Left::of(tx, order).await?;
    let mut problems = Problems::default();
    let reason = problems.take(line("reason", reason, TextLimits::LINE));
    let amounts = amounts(order, &left, *amount, lines, currency_of(order)?, &mut problems)?;
    problems.into_result()?;
    let reason = reason.ok_or(Failure::Defect("a checked input is incomplete"))?;
    let total: i64 = amounts.iter().map(|(_line, amount)| amount).sum();
    let status = if decides || within_limit(tx, order, total).await? {
        RefundStatus::Pending
    } else {
        RefundStatus::PendingApproval
    };
    let split = Split::of(tx, order, &left, &amounts).await?;
    let row = row(tx, id, order, employee, (status, total, reason));
    let refund = tx.create_from::<A, refund::Entity>(order, row).await?;
    let mut lines = Vec::with_capacity(split.lines.len());
    for row in split.line_rows(tx, id) {
        lines.push(tx.create_from::<A, refund_line::Entity>(order, row).await?);
    }
    let mut tenders = Vec::with_capacity(split.tenders.len());
    for row in split.tender_rows(tx, id) {
        tenders.push(tx.create_from::<A, refund_tender::Entity>(order, row).await?);
    }
    tx.emit(NewEvent::new(EventAction::RefundRequested, id).after(json!({
        "status": status,
        "orderId": order.id.to_string(),
        "amount": shown(total, order)?,
        "currency": order.currency,
        "reason": refund.reason,
    })))
    .await?;
    Ok(RequestedRefund {
        refund,
        lines,
        tenders,
        is_replayed: false,
    })
}

/// Whoever acts, as the employee they are.
pub(super) fn employee(access: &Access) -> Result<EmployeeId, Failure> {
    let own = access.employee();
    Ok(own.ok_or_else(|| Problem::new(Code::EmployeeRequired))?)
}

async fn replay(tx: &OrgTx, id: RefundId) -> Result<RequestedRefund, Failure> {
    let refund = tx
        .find::<refund::Entity>()
        .filter(refund::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound("orderId"))?;
    Ok(RequestedRefund {
        refund,
        lines: Vec::new(),
        tenders: Vec::new(),
        is_replayed: true,
    })
}

fn row(
    tx: &OrgTx,
    id: RefundId,
    order: &order::Model,
    employee: EmployeeId,
    (status, total, reason): (RefundStatus, i64, String),
) -> refund::ActiveModel {
    refund::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        order_id: Set(order.id),
        status: Set(status),
        amount_minor: Set(total),
        currency: Set(order.currency.clone()),
        reason: Set(reason),
        requested_by_employee_id: Set(Some(employee)),
        decided_by_employee_id: Set(None),
        rejection_reason: Set(None),
        completed_at: Set(None),
        asked_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

/// More than is left.
pub(super) fn exceeds(field: &'static str, remaining: i64, currency: Currency) -> Problem {
    Problem::at(field, Code::RefundExceedsRemaining).with("remaining", decimal(remaining, currency))
}

/// How much of which line, within what is left of each.
fn amounts(
    order: &order::Model,
    left: &Left,
    amount: Option<Decimal>,
    lines: &[RefundLineInput],
    currency: Currency,
    problems: &mut Problems,
) -> Result<Amounts, Failure> {
    let exceeds = |field: &'static str, remaining: i64| exceeds(field, remaining, currency);
    let amount = match amount {
        Some(amount) => problems
            .take(amount::minor("amount", amount, currency, 1))
            .map(Some),
        None => Some(None),
    };
    let Some(amount) = amount else {
        return Ok(Amounts::new());
    };
    let remaining = left.of_order(order);
    if lines.is_empty() {
        let wanted = amount.unwrap_or(remaining);
        if wanted > remaining || wanted == 0 {
            problems.add(exceeds(
                if amount.is_some() { "amount" } else { "orderId" },
                remaining,
            ));
            return Ok(Amounts::new());
        }
        return spread(left, wanted);
    }
    if lines.len() > LINES {
        problems.add(
            Problem::at("lines", Code::OutOfRange)
                .with("min", 0)
                .with("max", LINES),
        );
        return Ok(Amounts::new());
    }
    let mut seen = BTreeSet::new();
    let mut amounts = Amounts::new();
    for (place, RefundLineInput { line_id, amount }) in lines.iter().enumerate() {
        let Some(line) = left.lines.iter().find(|line| line.id == *line_id) else {
            problems.add(within("lines", place, Problem::at("lineId", Code::NotFound)));
            continue;
        };
        if !seen.insert(*line_id) {
            problems.add(within("lines", place, Problem::at("lineId", Code::Duplicate)));
            continue;
        }
        match amount::minor("amount", *amount, currency, 1) {
            Ok(wanted) if wanted <= left.of_line(line) => amounts.push((*line_id, wanted)),
            Ok(_more) => problems.add(within("lines", place, exceeds("amount", left.of_line(line)))),
            Err(problem) => problems.add(within("lines", place, problem)),
        }
    }
    let sum: i64 = amounts.iter().map(|(_line, amount)| amount).sum();
    if amounts.len() == lines.len() && amount.is_some_and(|amount| amount != sum) {
        let mismatch = Problem::at("amount", Code::RefundAmountMismatch);
        problems.add(mismatch.with("sum", decimal(sum, currency)));
    }
    Ok(amounts)
}

/// An amount over all lines, by largest remainder of what is left of each, the earlier line as the older.
pub(super) fn spread(left: &Left, amount: i64) -> Result<Amounts, Failure> {
    let shares: Vec<Share> = (0..)
        .zip(&left.lines)
        .map(|(seniority, line)| Share {
            weight: left.of_line(line),
            seniority,
        })
        .collect();
    let parts = allocate(amount, &shares).map_err(|_error| Failure::Defect("an amount cannot be spread"))?;
    let parts = left.lines.iter().map(|line| line.id).zip(parts);
    Ok(parts.filter(|(_line, part)| *part > 0).collect())
}

/// Refuses while a bank may take the payment of the order back: it is not given back in another way at the same time.
pub(super) async fn undisputed(tx: &OrgTx, order: &order::Model, field: &'static str) -> Result<(), Failure> {
    let disputed = Condition::all()
        .add(payment::Column::OrderId.eq(order.id))
        .add(payment::Column::Status.eq(PaymentStatus::Disputed));
    let payments = tx.find_for_rule::<payment::Entity>().filter(disputed);
    if payments.count().await? == 0 {
        Ok(())
    } else {
        Err(Problem::at(field, Code::PaymentDisputed).into())
    }
}

/// Whether support may give this much back of the order without asking. The limit is in the organization's currency;
/// for an order in another one nothing is within it.
async fn within_limit(tx: &OrgTx, order: &order::Model, amount: i64) -> Result<bool, Failure> {
    let organization = tx
        .find_for_rule::<organization::Entity>()
        .one()
        .await?
        .ok_or(Failure::Defect("the organization of a transaction is not there"))?;
    let limit = organization
        .support_refund_limit_minor
        .filter(|_limit| organization.currency == order.currency)
        .unwrap_or_default();
    let unasked = Condition::all()
        .add(refund::Column::OrderId.eq(order.id))
        .add(refund::Column::DecidedByEmployeeId.is_null())
        .add(refund::Column::Status.is_in([
            RefundStatus::Pending,
            RefundStatus::Completed,
            RefundStatus::Returned,
        ]));
    let before = tx
        .find_for_rule::<refund::Entity>()
        .filter(unasked)
        .order_by(refund::Column::Id, Order::Asc)
        .all()
        .await?;
    let before: i64 = before.iter().map(|refund| refund.amount_minor).sum();
    Ok(before + amount <= limit)
}
