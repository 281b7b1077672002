//! Rows of the domain governance.

use super::Planted;
use entities::{
    idempotency_key,
    webhook_delivery::{self, WebhookDeliveryStatus},
    webhook_endpoint::{self, WebhookEndpointStatus, WebhookEvent, WebhookEvents},
};
use kernel::TypedId;

impl Planted {
    pub(crate) fn idempotency_key(&self) -> idempotency_key::Model {
        idempotency_key::Model {
            id: self.ids.idempotency_key,
            organization_id: self.organization,
            user_id: self.user,
            operation: self.text("operation"),
            key: self.text("key"),
            input_hash: self.text("hash").into_bytes(),
            result_id: self.member.uuid(),
            created_at: self.start,
        }
    }

    pub(crate) fn webhook_endpoint(&self) -> webhook_endpoint::Model {
        webhook_endpoint::Model {
            id: self.ids.webhook_endpoint,
            organization_id: self.organization,
            url: "https://hooks.example.com/".to_owned(),
            description: None,
            events: WebhookEvents(vec![WebhookEvent::OrderPaid]),
            status: WebhookEndpointStatus::Enabled,
            secret_generation: 1,
            rotated_at: None,
            position: 0,
            due_at: None,
            claimed_until: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    /// Of an event that is long delivered.
    pub(crate) fn webhook_delivery(&self) -> webhook_delivery::Model {
        webhook_delivery::Model {
            id: self.ids.webhook_delivery,
            organization_id: self.organization,
            endpoint_id: self.ids.webhook_endpoint,
            event_id: crate::tenant::id(),
            position: 0,
            event: WebhookEvent::OrderPaid,
            occurred_at: self.start,
            status: WebhookDeliveryStatus::Delivered,
            attempts: 1,
            run_at: self.start,
            attempted_at: Some(self.start),
            response_status: Some(200),
            last_error: None,
            created_at: self.start,
            finished_at: Some(self.start),
        }
    }
}
