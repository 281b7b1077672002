//! Who gets in at the root fields of what other systems are told.

use super::{Row, id, owner};
use crate::webhooks::{delivered, endpoint};
use serde_json::json;
use testkit::{Staff, TestApp};

/// Endpoints, and something that one of them was sent.
pub(super) struct Webhooks {
    endpoint: String,
    spare: String,
    delivery: String,
}

impl Webhooks {
    /// The organization sells something for it.
    pub(super) async fn new(app: &TestApp, staff: &Staff<'_>, variant: &str) -> Self {
        let (kept, _) = endpoint(staff, "https://hooks.example.com/kept", &["ORDER_PAID"]).await;
        let (spare, _) = endpoint(staff, "https://hooks.example.com/spare", &["ORDER_PAID"]).await;
        crate::orders::order(&staff.member, staff, variant, "test_ok", "told").await;
        app.store.follow_webhooks().await.unwrap();
        let delivery = delivered(&staff.owner, &kept).await[0]["id"].clone();
        Self {
            endpoint: kept,
            spare,
            delivery: id(&delivery),
        }
    }
}

#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "createWebhookEndpoint" "mutation($i: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "url": "https://hooks.example.com/", "events": ["ORDER_PAID"] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateWebhookEndpoint" "mutation($i: UpdateWebhookEndpointInput!) { updateWebhookEndpoint(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.webhooks.endpoint, "isEnabled": false } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "rotateWebhookSecret" "mutation($i: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.webhooks.endpoint } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "redeliverWebhook" "mutation($i: RedeliverWebhookInput!) { redeliverWebhook(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.webhooks.delivery } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "replayWebhooks" "mutation($i: ReplayWebhooksInput!) { replayWebhooks(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "endpointId": w.webhooks.endpoint, "since": "2026-01-01T00:00:00Z" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND endpointId", "refused: NOT_FOUND endpointId"], owner;
        "deleteWebhookEndpoint" "mutation($i: DeleteWebhookEndpointInput!) { deleteWebhookEndpoint(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.webhooks.spare } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
    }
}
