//! The endpoints of other systems, and what they were sent.

use crate::list;
use entities::{
    webhook_delivery::{self, WebhookDeliveryStatus},
    webhook_endpoint::{self, WebhookEvent},
};
use kernel::{PageRequest, PageSlice, WebhookDeliveryId, WebhookEndpointId};
use sea_orm::{ColumnTrait, Condition};
use store::{Keyset, OrgScope, StoreError};

/// One page of the endpoints that the actor sees, the newest first.
pub async fn webhook_endpoints(
    scope: &OrgScope,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<webhook_endpoint::Model>, StoreError> {
    let keyset = Keyset {
        name: "createdAt",
        column: webhook_endpoint::Column::CreatedAt,
        id: webhook_endpoint::Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<webhook_endpoint::Entity>();
    list::page(scoped, Condition::all(), |query| query, &keyset, page, with_total).await
}

/// Endpoints by id, as far as the actor sees them.
pub async fn webhook_endpoints_by_id(
    scope: &OrgScope,
    ids: Vec<WebhookEndpointId>,
) -> Result<Vec<webhook_endpoint::Model>, StoreError> {
    let endpoints = scope.find::<webhook_endpoint::Entity>();
    endpoints.among(webhook_endpoint::Column::Id, ids).all().await
}

/// What a client wants to see of the deliveries.
#[derive(Clone, Debug, Default)]
pub struct WebhookDeliveryFilter {
    /// In one of these states.
    pub status: Option<Vec<WebhookDeliveryStatus>>,
    /// Of one of these kinds.
    pub event: Option<Vec<WebhookEvent>>,
}

/// One page of what an endpoint was sent, what happened last first.
pub async fn webhook_deliveries(
    scope: &OrgScope,
    endpoint: WebhookEndpointId,
    filter: WebhookDeliveryFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<webhook_delivery::Model>, StoreError> {
    use webhook_delivery::{Column, Entity};
    let WebhookDeliveryFilter { status, event } = filter;
    let condition = Condition::all()
        .add(Column::EndpointId.eq(endpoint))
        .add_option(status.map(|any| Column::Status.is_in(any)))
        .add_option(event.map(|any| Column::Event.is_in(any)));
    let keyset = Keyset {
        name: "occurredAt",
        column: Column::OccurredAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Deliveries by id, as far as the actor sees them.
pub async fn webhook_deliveries_by_id(
    scope: &OrgScope,
    ids: Vec<WebhookDeliveryId>,
) -> Result<Vec<webhook_delivery::Model>, StoreError> {
    let deliveries = scope.find::<webhook_delivery::Entity>();
    deliveries.among(webhook_delivery::Column::Id, ids).all().await
}
