//! Everything that changes what other systems are told. Each field is one line; the work is beside it.

use super::webhook::{
    self, CreateWebhookEndpointInput, CreateWebhookEndpointPayload, DeleteWebhookEndpointInput,
    DeleteWebhookEndpointPayload, RedeliverWebhookInput, RedeliverWebhookPayload, ReplayWebhooksInput,
    ReplayWebhooksPayload, RotateWebhookSecretInput, RotateWebhookSecretPayload, UpdateWebhookEndpointInput,
    UpdateWebhookEndpointPayload,
};
use crate::rate::{RUN, WRITE};
use async_graphql::{Context, Object, Result};

/// Changes to what other systems are told.
#[derive(Debug, Default)]
pub struct GovernanceMutation;

#[Object]
impl GovernanceMutation {
    /// Adds an endpoint that is told what happens from now on. An organization has ten at most. Needs MANAGE_WEBHOOKS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateWebhookEndpointInput,
    ) -> Result<CreateWebhookEndpointPayload> {
        webhook::create(ctx, input).await
    }

    /// Changes an endpoint, or switches it off or on. Needs MANAGE_WEBHOOKS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateWebhookEndpointInput,
    ) -> Result<UpdateWebhookEndpointPayload> {
        webhook::update(ctx, input).await
    }

    /// Gives an endpoint another secret. For 24 hours the one before it signs as well: `webhook-signature` then has two signatures
    /// with a space between them. Needs MANAGE_WEBHOOKS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn rotate_webhook_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RotateWebhookSecretInput,
    ) -> Result<RotateWebhookSecretPayload> {
        webhook::rotate(ctx, input).await
    }

    /// Removes an endpoint with its deliveries; what was waiting is not sent. Needs MANAGE_WEBHOOKS.
    #[graphql(complexity = "RUN + child_complexity")]
    async fn delete_webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeleteWebhookEndpointInput,
    ) -> Result<DeleteWebhookEndpointPayload> {
        webhook::delete(ctx, input).await
    }

    /// Sends one delivery again, whatever became of it, with the same `webhook-id`. Needs MANAGE_WEBHOOKS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn redeliver_webhook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RedeliverWebhookInput,
    ) -> Result<RedeliverWebhookPayload> {
        webhook::redeliver(ctx, input).await
    }

    /// Sends an endpoint again what it was sent of everything since a moment, with the same `webhook-id`s and in the same order.
    /// Needs MANAGE_WEBHOOKS.
    #[graphql(complexity = "RUN + child_complexity")]
    async fn replay_webhooks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReplayWebhooksInput,
    ) -> Result<ReplayWebhooksPayload> {
        webhook::replay(ctx, input).await
    }
}
