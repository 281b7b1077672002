//! Going on where a process ended between an order and its payment.

use super::collect::collect_stored;
use entities::payment::{self, PaymentStatus};
use kernel::{OrderId, RequestId};
use payments::PaymentGateway;
use sea_orm::{ColumnTrait, Condition};
use store::{CrossOrganization, Failure, Store};

/// Asks the provider for the payment of an order that was placed before, if nobody has had an answer yet. Call it when an
/// order is sent again under its key: the process that placed it may have ended before it asked, and the customer, who is
/// waiting, should not have to wait for [`super::reconcile`].
///
/// Somebody else may be asking at this very moment; the provider is asked under the same key and charges once.
pub async fn resume(
    store: &Store,
    gateway: &dyn PaymentGateway,
    request: Option<RequestId>,
    order: OrderId,
) -> Result<(), Failure> {
    let unasked = Condition::all()
        .add(payment::Column::OrderId.eq(order))
        .add(payment::Column::Status.eq(PaymentStatus::Pending))
        .add(payment::Column::AskedAt.is_null());
    let payment = store
        .across(CrossOrganization::PaymentProvider)
        .find::<payment::Entity>()
        .filter(unasked)
        .one()
        .await?;
    if let Some(payment) = payment {
        collect_stored(store, gateway, request, &payment).await?;
    }
    Ok(())
}
