//! The event log.

mod enums;
mod event;
mod feed;
pub(crate) mod keys;
mod webhook;

pub use enums::{Capacity, EventAction, WebhookDeliveryStatus, WebhookEndpointStatus, WebhookEvent};
pub use event::{Event, EventConnection, EventEdge, EventFilter};
pub(crate) use event::{PageInput, events};
pub use feed::follow_events;
pub(crate) use webhook::webhook_endpoints;
pub use webhook::{
    WebhookDelivery, WebhookDeliveryConnection, WebhookDeliveryEdge, WebhookDeliveryFilter, WebhookEndpoint,
    WebhookEndpointConnection, WebhookEndpointEdge,
};
