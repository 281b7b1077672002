//! The end of access to what was given back.

use authz::actions::SettleRefund;
use entities::{
    enrollment::{self, EnrollmentSource},
    order::{self, OrderStatus},
    order_line,
};
use kernel::{CourseId, MemberId};
use learning::enrollment::cancel;
use sea_orm::{ColumnTrait, Condition};
use store::{Failure, Granted, OrgTx};

/// Cancels the enrollments that lines had bought which were given back completely. A course that the member has by
/// another order, or was given, stays theirs.
pub(super) async fn end(
    tx: &OrgTx,
    because: &Granted<SettleRefund>,
    order: &order::Model,
    lines: &[order_line::Model],
) -> Result<(), Failure> {
    for line in lines {
        let Some(course) = line.course_id else { continue };
        let is_given_back = order.status == OrderStatus::Refunded || is_refunded(line);
        if is_given_back && !is_owned_otherwise(tx, order.member_id, course).await? {
            cancel(tx, because, order.member_id, course).await?;
        }
    }
    Ok(())
}

const fn is_refunded(line: &order_line::Model) -> bool {
    line.total_minor > 0 && line.refunded_minor == line.total_minor
}

async fn is_owned_otherwise(tx: &OrgTx, member: MemberId, course: CourseId) -> Result<bool, Failure> {
    let was_given = Condition::all()
        .add(enrollment::Column::MemberId.eq(member))
        .add(enrollment::Column::CourseId.eq(course))
        .add(entities::is_not(
            enrollment::Column::Source,
            EnrollmentSource::Purchase,
        ));
    if tx
        .find_for_rule::<enrollment::Entity>()
        .filter(was_given)
        .one()
        .await?
        .is_some()
    {
        return Ok(true);
    }
    let paid = Condition::all()
        .add(order::Column::MemberId.eq(member))
        .add(order::Column::Status.is_in([OrderStatus::Paid, OrderStatus::PartiallyRefunded]));
    let orders = tx.find_for_rule::<order::Entity>().filter(paid).all().await?;
    let lines = tx
        .find_for_rule::<order_line::Entity>()
        .among(order_line::Column::OrderId, orders.iter().map(|order| order.id))
        .filter(order_line::Column::CourseId.eq(course))
        .all()
        .await?;
    Ok(lines.iter().any(|line| !is_refunded(line)))
}
