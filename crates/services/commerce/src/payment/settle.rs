//! Taking note of where a payment stands. The only place where a payment changes after it was made.

use super::late;
use crate::order::{self as orders, give_up, shown};
use authz::{Consequence, actions::SettlePayment};
use entities::{
    event::EventAction,
    order::{self, OrderStatus},
    order_line,
    payment::{self, PaymentStatus},
};
use futures::{TryFutureExt, try_join};
use kernel::{OrderId, PaymentId};
use payments::PaymentState;
use sea_orm::{ActiveValue::Set, ColumnTrait, Order};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// What is said about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Where it stands.
    pub state: PaymentState,
    /// The provider's own id of it; none where the server itself gives it up.
    pub reference: Option<String>,
    /// What the customer's browser needs to confirm it.
    pub client_secret: Option<String>,
    /// Why it was declined.
    pub failure_code: Option<String>,
    /// Whether this is the provider's answer to a question.
    pub is_answer: bool,
}

/// Takes note of a report. Reports that come twice, late or in another order end in the same state:
///
/// - captured wins over pending and over waiting for the customer, whichever comes first;
/// - a decline after a capture changes nothing;
/// - a capture fulfils the order, in this transaction and only once;
/// - a decline, like giving up, cancels the order, and what it had reserved is given back;
/// - a capture of an order that was cancelled meanwhile does not bring it back, because what it had reserved may be
///   somebody else's by now: the money goes back to the customer by a refund of its own.
pub async fn settle(tx: &OrgTx, id: PaymentId, report: &Report) -> Result<payment::Model, Failure> {
    let granted = tx.load_for::<SettlePayment>("payment", id).await?;
    if let (Some(known), Some(said)) = (&granted.reference, &report.reference)
        && known != said
    {
        tracing::error!(payment = %id, known, said, "a report names another payment of the provider");
        return Ok(granted.clone());
    }
    match (granted.status, report.state) {
        (PaymentStatus::Pending | PaymentStatus::RequiresAction, PaymentState::Captured) => {
            capture(tx, granted, report).await
        }
        (PaymentStatus::Failed | PaymentStatus::Cancelled, PaymentState::Captured) => {
            late::give_back(tx, granted, report).await
        }
        (PaymentStatus::Pending | PaymentStatus::RequiresAction, PaymentState::Failed) => {
            end(tx, granted, report, PaymentStatus::Failed).await
        }
        (PaymentStatus::Pending | PaymentStatus::RequiresAction, PaymentState::Cancelled) => {
            end(tx, granted, report, PaymentStatus::Cancelled).await
        }
        (PaymentStatus::Pending, PaymentState::RequiresAction) => {
            note(tx, granted, report, PaymentStatus::RequiresAction).await
        }
        (status @ (PaymentStatus::Pending | PaymentStatus::RequiresAction), PaymentState::Pending)
        | (status @ PaymentStatus::RequiresAction, PaymentState::RequiresAction)
        | (
            status @ (PaymentStatus::Failed | PaymentStatus::Cancelled),
            PaymentState::Pending
            | PaymentState::RequiresAction
            | PaymentState::Failed
            | PaymentState::Cancelled,
        )
        | (status @ (PaymentStatus::Captured | PaymentStatus::Disputed), _) => {
            note(tx, granted, report, status).await
        }
    }
}

/// Writes down what is new and does not change the order.
async fn note(
    tx: &OrgTx,
    granted: Granted<SettlePayment>,
    report: &Report,
    status: PaymentStatus,
) -> Result<payment::Model, Failure> {
    let is_news = status != granted.status
        || (granted.reference.is_none() && report.reference.is_some())
        || (granted.client_secret.is_none() && report.client_secret.is_some());
    if !is_news && !report.is_answer {
        return Ok(granted.clone());
    }
    write(tx, granted, report, status).await
}

/// Writes the row of a payment.
pub(super) async fn write(
    tx: &OrgTx,
    granted: Granted<SettlePayment>,
    report: &Report,
    status: PaymentStatus,
) -> Result<payment::Model, Failure> {
    let Report {
        state,
        reference,
        client_secret,
        failure_code,
        is_answer,
    } = report.clone();
    let reference = granted.reference.clone().or(reference);
    let client_secret = granted.client_secret.clone().or(client_secret);
    // Where the money was taken in the end, nothing has failed.
    let failure_code = match status {
        PaymentStatus::Failed | PaymentStatus::Cancelled => granted.failure_code.clone().or(failure_code),
        PaymentStatus::Pending
        | PaymentStatus::RequiresAction
        | PaymentStatus::Captured
        | PaymentStatus::Disputed => None,
    };
    let captured_at = granted
        .captured_at
        .or_else(|| (state == PaymentState::Captured).then(|| tx.now()));
    let asked_at = if is_answer {
        Some(tx.now())
    } else {
        granted.asked_at
    };
    let version = granted.version + 1;
    Ok(tx
        .update_known(granted, |row| {
            row.status = Set(status);
            row.reference = Set(reference);
            row.client_secret = Set(client_secret);
            row.failure_code = Set(failure_code);
            row.captured_at = Set(captured_at);
            row.asked_at = Set(asked_at);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?)
}

type OwnOrder = Granted<Consequence<SettlePayment, order::Entity>>;

/// The order of a payment, locked.
pub(super) async fn order_of(
    tx: &OrgTx,
    because: &Granted<SettlePayment>,
    id: OrderId,
) -> Result<OwnOrder, Failure> {
    let found = tx
        .load_entailed::<SettlePayment, order::Entity>(because, order::Column::Id.eq(id))
        .await?;
    found
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a payment has an order"))
}

async fn capture(
    tx: &OrgTx,
    granted: Granted<SettlePayment>,
    report: &Report,
) -> Result<payment::Model, Failure> {
    let lines = tx
        .find_for_rule::<order_line::Entity>()
        .filter(order_line::Column::OrderId.eq(granted.order_id))
        .order_by(order_line::Column::Position, Order::Asc)
        .all();
    let (order, lines) = tx
        .at_once(async {
            try_join!(
                order_of(tx, &granted, granted.order_id),
                lines.map_err(Failure::from)
            )
        })
        .await?;
    if order.status != OrderStatus::Pending {
        return late::give_back(tx, granted, report).await;
    }
    let version = order.version + 1;
    let order = tx
        .update_known(order, |row| {
            row.status = Set(OrderStatus::Paid);
            row.paid_at = Set(Some(tx.now()));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tell_captured(tx, &granted, &order).await?;
    orders::fulfil(tx, &granted, &order, &lines).await?;
    write(tx, granted, report, PaymentStatus::Captured).await
}

/// Tells the log that money has arrived.
pub(super) async fn tell_captured(
    tx: &OrgTx,
    payment: &Granted<SettlePayment>,
    order: &order::Model,
) -> Result<(), Failure> {
    tx.emit(
        NewEvent::new(EventAction::PaymentCaptured, payment.id)
            .before(json!({ "status": payment.status }))
            .after(json!({
                "status": PaymentStatus::Captured,
                "orderId": order.id.to_string(),
                "amount": shown(payment.amount_minor, order)?,
                "currency": payment.currency,
            })),
    )
    .await?;
    Ok(())
}

/// Ends a payment that took no money, and with it the order.
async fn end(
    tx: &OrgTx,
    granted: Granted<SettlePayment>,
    report: &Report,
    status: PaymentStatus,
) -> Result<payment::Model, Failure> {
    let order = order_of(tx, &granted, granted.order_id).await?;
    tx.emit(
        NewEvent::new(EventAction::PaymentFailed, granted.id)
            .before(json!({ "status": granted.status }))
            .after(json!({
                "status": status,
                "orderId": order.id.to_string(),
                "failureCode": report.failure_code,
            })),
    )
    .await?;
    if order.status == OrderStatus::Pending {
        let reason = report.failure_code.as_deref().unwrap_or("not_paid");
        give_up(tx, &granted, order, reason).await?;
    }
    write(tx, granted, report, status).await
}
