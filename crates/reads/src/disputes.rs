//! Payments that customers ask their banks to take back.

use crate::list;
use entities::{
    dispute::{self, DisputeStatus},
    payment,
};
use kernel::{DisputeId, PageRequest, PageSlice, PaymentId};
use sea_orm::{ColumnTrait, Condition, Order};
use store::{Keyset, OrgScope, StoreError};

/// One page of the disputes that the actor sees, the latest first.
pub async fn disputes(
    scope: &OrgScope,
    status: Option<Vec<DisputeStatus>>,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<dispute::Model>, StoreError> {
    let condition = Condition::all().add_option(status.map(|any| dispute::Column::Status.is_in(any)));
    let keyset = Keyset {
        name: "createdAt",
        column: dispute::Column::CreatedAt,
        id: dispute::Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<dispute::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Disputes by id, as far as the actor sees them.
pub async fn disputes_by_id(
    scope: &OrgScope,
    ids: Vec<DisputeId>,
) -> Result<Vec<dispute::Model>, StoreError> {
    scope
        .find::<dispute::Entity>()
        .among(dispute::Column::Id, ids)
        .all()
        .await
}

/// The disputes of payments, the oldest first.
pub async fn disputes_by_payment(
    scope: &OrgScope,
    payments: Vec<PaymentId>,
) -> Result<Vec<dispute::Model>, StoreError> {
    scope
        .find::<dispute::Entity>()
        .among(dispute::Column::PaymentId, payments)
        .order_by(dispute::Column::CreatedAt, Order::Asc)
        .order_by(dispute::Column::Id, Order::Asc)
        .all()
        .await
}

/// Payments by id, as far as the actor sees them.
pub async fn payments_by_id(
    scope: &OrgScope,
    ids: Vec<PaymentId>,
) -> Result<Vec<payment::Model>, StoreError> {
    scope
        .find::<payment::Entity>()
        .among(payment::Column::Id, ids)
        .all()
        .await
}
