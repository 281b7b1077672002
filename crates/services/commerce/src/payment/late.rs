//! Money that arrives for an order that was given up.

use super::settle::{Report, order_of, tell_captured, write};
use crate::refund::Unsold;
use authz::actions::SettlePayment;
use entities::payment::{self, PaymentStatus};
use store::{Failure, Granted, OrgTx};

/// What the refund says.
const REASON: &str = "The payment arrived after the order was cancelled.";

/// Takes note that the money was taken and decides that it goes back, all of it. The refund has no lines, because
/// nothing was sold; the books do not move, because nothing is earned and nothing is kept.
pub(super) async fn give_back(
    tx: &OrgTx,
    granted: Granted<SettlePayment>,
    report: &Report,
) -> Result<payment::Model, Failure> {
    let order = order_of(tx, &granted, granted.order_id).await?;
    tell_captured(tx, &granted, &order).await?;
    let unsold = Unsold {
        order: &order,
        payment: &granted,
        amount: granted.amount_minor,
        reason: REASON.to_owned(),
        by: None,
    };
    unsold.refund(tx, &granted, tx.new_id()).await?;
    write(tx, granted, report, PaymentStatus::Captured).await
}
