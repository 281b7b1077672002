//! What other systems are told, in batches.

use crate::base::keys;
use entities::{webhook_delivery, webhook_endpoint};
use kernel::{WebhookDeliveryId, WebhookEndpointId};

keys! {
    /// An endpoint.
    WebhookEndpointById(WebhookEndpointId) -> webhook_endpoint::Model, by reads::webhook_endpoints_by_id, |row| row.id;
    /// A delivery.
    WebhookDeliveryById(WebhookDeliveryId) -> webhook_delivery::Model, by reads::webhook_deliveries_by_id, |row| row.id;
}
