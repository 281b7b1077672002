//! What other systems are told.

use super::{PageInput, keys::WebhookEndpointById};
use crate::{
    DateTime, OrgView, Organization, WebhookDeliveryStatus, WebhookEndpointStatus, WebhookEvent,
    base::{connection, fault, page_arguments, position},
    connection_cost,
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::{webhook_delivery, webhook_endpoint};

/// An endpoint.
#[derive(Clone, Debug)]
pub struct WebhookEndpoint {
    view: OrgView,
    row: webhook_endpoint::Model,
}

impl WebhookEndpoint {
    /// An endpoint the actor may see.
    pub const fn new(view: OrgView, row: webhook_endpoint::Model) -> Self {
        Self { view, row }
    }
}

/// An address of another system that is told what happens in the organization: by POST requests with a JSON body
/// `{ id, type, timestamp, data }`, signed as the Standard Webhooks specification says. Ids in `data` are those of this API, and an
/// amount is `{ amount, currency }`. Events come in the order in which they happened; one that fails is tried twelve times in about
/// two days, and after more than an hour no longer keeps the later ones waiting. The same event may come twice, with the same
/// `webhook-id`. For those with MANAGE_WEBHOOKS.
#[Object]
impl WebhookEndpoint {
    /// The endpoint's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// Where events are sent to.
    async fn url(&self) -> &str {
        &self.row.url
    }
    /// What it is for.
    async fn description(&self) -> Option<&str> {
        self.row.description.as_deref()
    }
    /// What it is told.
    async fn events(&self) -> Vec<WebhookEvent> {
        self.row.events.0.iter().copied().map(Into::into).collect()
    }
    /// Whether anything is sent.
    async fn status(&self) -> WebhookEndpointStatus {
        self.row.status.into()
    }
    /// When the secret was last replaced. For 24 hours from then on the one before it signs as well.
    async fn secret_rotated_at(&self) -> Option<DateTime> {
        self.row.rotated_at.map(DateTime)
    }
    /// What it was sent and will be sent, what happened last first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only deliveries that match all of these.")] filter: Option<WebhookDeliveryFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<WebhookDeliveryConnection> {
        let page = page_arguments("occurredAt", first, after, last, before)?;
        let WebhookDeliveryFilter { status, event } = filter.unwrap_or_default();
        let filter = reads::WebhookDeliveryFilter {
            status: status.map(|any| any.into_iter().map(Into::into).collect()),
            event: event.map(|any| any.into_iter().map(Into::into).collect()),
        };
        let scope = self.view.scope().await?;
        let slice = reads::webhook_deliveries(scope, self.row.id, filter, &page, counts(ctx)).await;
        Ok(WebhookDeliveryConnection::new(slice.map_err(fault)?.map(|row| {
            let cursor = position("occurredAt", row.occurred_at, row.id);
            (cursor, WebhookDelivery::new(self.view.clone(), row))
        })))
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
    /// When it was added.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection! {
    /// A page of endpoints.
    WebhookEndpointConnection,
    /// An endpoint and its position in the list.
    WebhookEndpointEdge,
    WebhookEndpoint
}

/// A delivery.
#[derive(Clone, Debug)]
pub struct WebhookDelivery {
    view: OrgView,
    row: webhook_delivery::Model,
}

impl WebhookDelivery {
    /// A delivery the actor may see.
    pub const fn new(view: OrgView, row: webhook_delivery::Model) -> Self {
        Self { view, row }
    }
}

/// One event that is sent to one endpoint.
#[Object]
impl WebhookDelivery {
    /// The delivery's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Where it goes.
    async fn endpoint(&self) -> Result<Option<WebhookEndpoint>> {
        let row = self.view.load(WebhookEndpointById(self.row.endpoint_id)).await?;
        Ok(row.map(|row| WebhookEndpoint::new(self.view.clone(), row)))
    }
    /// The `webhook-id` under which the endpoint knows it, which is that of the event. It stays the same however often it is sent.
    async fn webhook_id(&self) -> ID {
        self.row.event_id.to_string().into()
    }
    /// What it tells of.
    async fn event(&self) -> WebhookEvent {
        self.row.event.into()
    }
    /// When that happened.
    async fn occurred_at(&self) -> DateTime {
        DateTime(self.row.occurred_at)
    }
    /// Where it stands.
    async fn status(&self) -> WebhookDeliveryStatus {
        self.row.status.into()
    }
    /// How often it was tried since somebody last asked for it to be sent again, or at all.
    async fn attempts(&self) -> i32 {
        self.row.attempts
    }
    /// When it was last tried.
    async fn last_attempt_at(&self) -> Option<DateTime> {
        self.row.attempted_at.map(DateTime)
    }
    /// The HTTP status of the last answer; null, where there was none.
    async fn last_response_status(&self) -> Option<i32> {
        self.row.response_status
    }
    /// Why the last try failed, in English; null, where it did not.
    async fn last_error(&self) -> Option<&str> {
        self.row.last_error.as_deref()
    }
    /// The earliest moment of the next try; null, where there is none.
    async fn next_attempt_at(&self) -> Option<DateTime> {
        let is_pending = self.row.finished_at.is_none();
        is_pending.then_some(DateTime(self.row.run_at))
    }
    /// When the endpoint had it, or when it was given up.
    async fn finished_at(&self) -> Option<DateTime> {
        self.row.finished_at.map(DateTime)
    }
}

connection! {
    /// A page of deliveries.
    WebhookDeliveryConnection,
    /// A delivery and its position in the list.
    WebhookDeliveryEdge,
    WebhookDelivery
}

/// Which deliveries to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct WebhookDeliveryFilter {
    /// In one of these states.
    pub status: Option<Vec<WebhookDeliveryStatus>>,
    /// Only of these.
    pub event: Option<Vec<WebhookEvent>>,
}

fn counts(ctx: &Context<'_>) -> bool {
    ctx.look_ahead().field("totalCount").exists()
}

/// The endpoints that the actor sees.
pub(crate) async fn webhook_endpoints(
    ctx: &Context<'_>,
    view: &OrgView,
    (first, after, last, before): PageInput,
) -> Result<WebhookEndpointConnection> {
    let page = page_arguments("createdAt", first, after, last, before)?;
    let slice = reads::webhook_endpoints(view.scope().await?, &page, counts(ctx)).await;
    Ok(WebhookEndpointConnection::new(slice.map_err(fault)?.map(|row| {
        let cursor = position("createdAt", row.created_at, row.id);
        (cursor, WebhookEndpoint::new(view.clone(), row))
    })))
}
