//! What may be done about telling other systems what happens.

use super::{actions, creations, implies};
use entities::permission_grant::Permission;

actions! {
    webhook_endpoint, own: |_, _| false, oneself: |_, _| false => {
        /// Change an endpoint and its secret, remove it, have it sent something again.
        ManageWebhookEndpoint = "webhookEndpoint.manage", Some(Permission::ManageWebhooks), false;
    }
}

creations! {
    /// Add an endpoint.
    CreateWebhookEndpoint = "webhookEndpoint.create" of webhook_endpoint by ManageWebhooks;
}

implies! {
    ManageWebhookEndpoint adds [] changes [webhook_delivery];
}
