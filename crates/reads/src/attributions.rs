//! Attributions and fee schedules.

use crate::list;
use chrono::{DateTime, Utc};
use entities::{attribution, fee_schedule};
use kernel::{AttributionId, EmployeeId, FeeScheduleId, PageRequest, PageSlice, ProductId};
use sea_orm::{ColumnTrait, Condition, Order};
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the attributions.
#[derive(Clone, Debug, Default)]
pub struct AttributionFilter {
    /// Of this product.
    pub product: Option<ProductId>,
    /// Of this employee.
    pub employee: Option<EmployeeId>,
    /// In force at this moment.
    pub at: Option<DateTime<Utc>>,
}

/// One page of the attributions that the actor sees, the latest beginning first.
pub async fn attributions(
    scope: &OrgScope,
    filter: AttributionFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<attribution::Model>, StoreError> {
    use attribution::Column;
    let AttributionFilter {
        product,
        employee,
        at,
    } = filter;
    let condition = Condition::all()
        .add_option(product.map(|id| Column::ProductId.eq(id)))
        .add_option(employee.map(|id| Column::EmployeeId.eq(id)))
        .add_option(at.map(|moment| {
            Condition::all().add(Column::EffectiveFrom.lte(moment)).add(
                Condition::any()
                    .add(Column::EffectiveTo.is_null())
                    .add(Column::EffectiveTo.gt(moment)),
            )
        }));
    let keyset = Keyset {
        name: "effectiveFrom",
        column: Column::EffectiveFrom,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<attribution::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Attributions by id, as far as the actor sees them.
pub async fn attributions_by_id(
    scope: &OrgScope,
    ids: Vec<AttributionId>,
) -> Result<Vec<attribution::Model>, StoreError> {
    scope
        .find::<attribution::Entity>()
        .among(attribution::Column::Id, ids)
        .all()
        .await
}

/// All attributions of products that the actor sees, the oldest first.
pub async fn attributions_by_product(
    scope: &OrgScope,
    products: Vec<ProductId>,
) -> Result<Vec<attribution::Model>, StoreError> {
    scope
        .find::<attribution::Entity>()
        .among(attribution::Column::ProductId, products)
        .order_by(attribution::Column::CreatedAt, Order::Asc)
        .order_by(attribution::Column::Id, Order::Asc)
        .all()
        .await
}

/// One page of the fee schedules that the actor sees, the latest first.
pub async fn fee_schedules(
    scope: &OrgScope,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<fee_schedule::Model>, StoreError> {
    use fee_schedule::Column;
    let keyset = Keyset {
        name: "validFrom",
        column: Column::ValidFrom,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<fee_schedule::Entity>();
    list::page(scoped, Condition::all(), |query| query, &keyset, page, with_total).await
}

/// Fee schedules by id, as far as the actor sees them.
pub async fn fee_schedules_by_id(
    scope: &OrgScope,
    ids: Vec<FeeScheduleId>,
) -> Result<Vec<fee_schedule::Model>, StoreError> {
    scope
        .find::<fee_schedule::Entity>()
        .among(fee_schedule::Column::Id, ids)
        .all()
        .await
}
