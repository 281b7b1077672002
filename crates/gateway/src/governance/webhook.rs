//! The endpoints of other systems.

use crate::base::{Outcome, change, patch, payload};
use async_graphql::{Context, Error, ID, InputObject, MaybeUndefined, Result, SimpleObject};
use entities::{organization, webhook_delivery, webhook_endpoint};
use futures::FutureExt;
use governance::webhook as commands;
use graph::{
    DateTime, OrgView, RequestContext, UserErrors, WebhookDelivery, WebhookEndpoint, WebhookEvent, fault,
};
use kernel::{OrganizationId, TypedId, WebhookDeliveryId, WebhookEndpointId};
use webhooks::{Reach, Secrets};

/// A new endpoint.
#[derive(InputObject)]
pub struct CreateWebhookEndpointInput {
    /// The organization.
    pub organization_id: ID,
    /// Where events are sent to: an `https://` address on the public internet without user name and password, at most 2,000
    /// characters.
    pub url: String,
    /// What it is for; plain text, at most 500 characters.
    pub description: Option<String>,
    /// What it is told; at least one event, each of them once.
    pub events: Vec<WebhookEvent>,
}

/// What changes in an endpoint. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateWebhookEndpointInput {
    /// The endpoint.
    pub id: ID,
    /// Where events are sent to.
    pub url: MaybeUndefined<String>,
    /// What it is for; null: nothing is said about it.
    pub description: MaybeUndefined<String>,
    /// What it is told from now on.
    pub events: MaybeUndefined<Vec<WebhookEvent>>,
    /// Whether anything is sent. What happens while it is off is never sent; what was waiting before is sent when it is on again.
    pub is_enabled: MaybeUndefined<bool>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Replacing a secret.
#[derive(InputObject)]
pub struct RotateWebhookSecretInput {
    /// The endpoint.
    pub id: ID,
}

/// Removing an endpoint.
#[derive(InputObject)]
pub struct DeleteWebhookEndpointInput {
    /// The endpoint.
    pub id: ID,
}

/// Sending one delivery again.
#[derive(InputObject)]
pub struct RedeliverWebhookInput {
    /// The delivery.
    pub id: ID,
}

/// Sending everything since a moment again.
#[derive(InputObject)]
pub struct ReplayWebhooksInput {
    /// The endpoint.
    pub endpoint_id: ID,
    /// What happened at this moment or later is sent again.
    pub since: DateTime,
}

/// The new endpoint.
#[derive(Debug, SimpleObject)]
pub struct CreateWebhookEndpointPayload {
    /// The endpoint.
    pub webhook_endpoint: Option<WebhookEndpoint>,
    /// What its messages are signed with: `whsec_` and 32 bytes in base 64. It is shown here only and only once; if you lose it,
    /// replace it.
    pub secret: Option<String>,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

/// The endpoint with another secret.
#[derive(Debug, SimpleObject)]
pub struct RotateWebhookSecretPayload {
    /// The endpoint.
    pub webhook_endpoint: Option<WebhookEndpoint>,
    /// What its messages are signed with from now on. It is shown here only and only once.
    pub secret: Option<String>,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

/// What is sent again.
#[derive(Debug, SimpleObject)]
pub struct ReplayWebhooksPayload {
    /// The endpoint.
    pub webhook_endpoint: Option<WebhookEndpoint>,
    /// How many deliveries are sent again.
    pub replayed: Option<i32>,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

payload! {
    /// The changed endpoint.
    UpdateWebhookEndpointPayload {
        /// The endpoint.
        webhook_endpoint: WebhookEndpoint
    }
    /// What is gone.
    DeleteWebhookEndpointPayload {
        /// The id the endpoint had.
        deleted_id: ID
    }
    /// The delivery, which waits again.
    RedeliverWebhookPayload {
        /// The delivery.
        webhook_delivery: WebhookDelivery
    }
}

pub(super) async fn create(
    ctx: &Context<'_>,
    input: CreateWebhookEndpointInput,
) -> Result<CreateWebhookEndpointPayload> {
    let CreateWebhookEndpointInput {
        organization_id,
        url,
        description,
        events,
    } = input;
    let reach = *ctx.data::<Reach>()?;
    let new = commands::CreateWebhookEndpoint {
        url,
        description,
        events: events.into_iter().map(Into::into).collect(),
    };
    let done = change::<organization::Entity, OrganizationId, _, _>(
        ctx,
        "organizationId",
        &organization_id,
        |tx, _| commands::create_webhook_endpoint(tx, reach, new.clone()).boxed(),
    );
    let (webhook_endpoint, secret, user_errors) = with_secret(ctx, done.await?).await?;
    Ok(CreateWebhookEndpointPayload {
        webhook_endpoint,
        secret,
        user_errors,
    })
}

pub(super) async fn update(
    ctx: &Context<'_>,
    input: UpdateWebhookEndpointInput,
) -> Result<UpdateWebhookEndpointPayload> {
    let UpdateWebhookEndpointInput {
        id,
        url,
        description,
        events,
        is_enabled,
        expected_version,
    } = input;
    let reach = *ctx.data::<Reach>()?;
    let update = commands::UpdateWebhookEndpoint {
        url: patch(url, |text| text),
        description: patch(description, |text| text),
        events: patch(events, |events| events.into_iter().map(Into::into).collect()),
        is_enabled: patch(is_enabled, |is| is),
        expected_version,
    };
    let done = change::<webhook_endpoint::Entity, WebhookEndpointId, _, _>(ctx, "id", &id, |tx, id| {
        commands::update_webhook_endpoint(tx, reach, id, update.clone()).boxed()
    });
    let done = done.await?;
    Ok(done.map(|(view, row)| WebhookEndpoint::new(view, row)).into())
}

pub(super) async fn rotate(
    ctx: &Context<'_>,
    input: RotateWebhookSecretInput,
) -> Result<RotateWebhookSecretPayload> {
    let RotateWebhookSecretInput { id } = input;
    let done = change::<webhook_endpoint::Entity, WebhookEndpointId, _, _>(ctx, "id", &id, |tx, id| {
        commands::rotate_webhook_secret(tx, id).boxed()
    });
    let (webhook_endpoint, secret, user_errors) = with_secret(ctx, done.await?).await?;
    Ok(RotateWebhookSecretPayload {
        webhook_endpoint,
        secret,
        user_errors,
    })
}

pub(super) async fn delete(
    ctx: &Context<'_>,
    input: DeleteWebhookEndpointInput,
) -> Result<DeleteWebhookEndpointPayload> {
    let DeleteWebhookEndpointInput { id } = input;
    let done = change::<webhook_endpoint::Entity, WebhookEndpointId, _, _>(ctx, "id", &id, |tx, id| {
        commands::delete_webhook_endpoint(tx, id).boxed()
    });
    Ok(done.await?.map(|(_, row)| row.id.to_string().into()).into())
}

pub(super) async fn redeliver(
    ctx: &Context<'_>,
    input: RedeliverWebhookInput,
) -> Result<RedeliverWebhookPayload> {
    let RedeliverWebhookInput { id } = input;
    let done = change::<webhook_delivery::Entity, WebhookDeliveryId, _, _>(ctx, "id", &id, |tx, id| {
        commands::redeliver_webhook(tx, id).boxed()
    });
    let done = done.await?;
    Ok(done.map(|(view, row)| WebhookDelivery::new(view, row)).into())
}

pub(super) async fn replay(ctx: &Context<'_>, input: ReplayWebhooksInput) -> Result<ReplayWebhooksPayload> {
    let ReplayWebhooksInput { endpoint_id, since } = input;
    let done = change::<webhook_endpoint::Entity, WebhookEndpointId, _, _>(
        ctx,
        "endpointId",
        &endpoint_id,
        |tx, id| commands::replay_webhooks(tx, id, since.0).boxed(),
    );
    Ok(match done.await? {
        Ok((view, (row, replayed))) => ReplayWebhooksPayload {
            webhook_endpoint: Some(WebhookEndpoint::new(view, row)),
            replayed: Some(i32::try_from(replayed).unwrap_or(i32::MAX)),
            user_errors: Vec::new(),
        },
        Err(user_errors) => ReplayWebhooksPayload {
            webhook_endpoint: None,
            replayed: None,
            user_errors,
        },
    })
}

/// The endpoint, and the secret that it signs with from now on.
async fn with_secret(
    ctx: &Context<'_>,
    done: Outcome<(OrgView, webhook_endpoint::Model)>,
) -> Result<(Option<WebhookEndpoint>, Option<String>, UserErrors)> {
    let (view, row) = match done {
        Ok(done) => done,
        Err(user_errors) => return Ok((None, None, user_errors)),
    };
    let store = &RequestContext::of(ctx)?.store;
    let secrets = Secrets::new(store.webhook_secret().await.map_err(fault)?);
    let secret = secrets
        .of(row.id.uuid(), row.secret_generation)
        .map_err(|error| Error::new(format!("defect: no secret of an endpoint: {error}")))?;
    let endpoint = WebhookEndpoint::new(view, row);
    Ok((Some(endpoint), Some(secret.reveal()), Vec::new()))
}
