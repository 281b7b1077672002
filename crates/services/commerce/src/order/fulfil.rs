//! What follows from an order being paid: access to the courses, and revenue for those who made them.

use super::shown;
use authz::{
    Entails, Yields,
    actions::{SettlePayment, Shop},
};
use entities::{
    earning,
    enrollment::{self, EnrollmentSource},
    event::EventAction,
    ledger_account, ledger_posting, ledger_transaction, order, order_line, revenue,
};
use learning::enrollment::{NewEnrollment, enroll};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// An action by which an order is paid.
pub(crate) trait Pays:
    Yields<enrollment::Entity>
    + Entails<enrollment::Entity>
    + Yields<revenue::Entity>
    + Yields<earning::Entity>
    + Yields<ledger_account::Entity>
    + Yields<ledger_transaction::Entity>
    + Yields<ledger_posting::Entity>
{
}

impl Pays for Shop {}
impl Pays for SettlePayment {}

/// Fulfils an order that has just been paid. Call it once per order, in the transaction that takes the payment.
pub(crate) async fn fulfil<A: Pays>(
    tx: &OrgTx,
    because: &Granted<A>,
    order: &order::Model,
    lines: &[order_line::Model],
) -> Result<(), Failure> {
    tx.emit(NewEvent::new(EventAction::OrderPaid, order.id).after(json!({
        "status": order.status,
        "number": order.number,
        "memberId": order.member_id.to_string(),
        "currency": order.currency,
        "total": shown(order.total_minor, order)?,
        "tax": shown(order.tax_minor, order)?,
        "giftCards": shown(order.gift_card_minor, order)?,
        "payment": shown(order.due_minor, order)?,
    })))
    .await?;
    for line in lines {
        let Some(course_id) = line.course_id else { continue };
        let new = NewEnrollment {
            member_id: order.member_id,
            course_id,
            source: EnrollmentSource::Purchase,
            granted_by: None,
        };
        enroll(tx, because, new).await?;
    }
    finance::sale::recognize(tx, because, order, lines).await
}
