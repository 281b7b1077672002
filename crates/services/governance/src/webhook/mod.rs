//! Endpoints of other systems.

mod check;
mod create;
mod delete;
mod replay;
mod rotate;
mod update;

pub use create::{CreateWebhookEndpoint, MOST_ENDPOINTS, create_webhook_endpoint};
pub use delete::delete_webhook_endpoint;
pub use replay::{redeliver_webhook, replay_webhooks};
pub use rotate::{previous_secret_until, rotate_webhook_secret, signing_generations};
pub use update::{UpdateWebhookEndpoint, update_webhook_endpoint};
