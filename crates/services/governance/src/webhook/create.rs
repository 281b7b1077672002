//! Adding an endpoint.

use super::check;
use authz::actions;
use entities::{
    event::EventAction,
    organization,
    webhook_endpoint::{self, WebhookEndpointStatus, WebhookEvent},
};
use kernel::{Code, Problem, Problems};
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx};
use webhooks::Reach;

/// How many endpoints an organization has at most.
pub const MOST_ENDPOINTS: u64 = 10;

/// A new endpoint.
#[derive(Clone, Debug)]
pub struct CreateWebhookEndpoint {
    /// Where events are sent to.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it wants to be told.
    pub events: Vec<WebhookEvent>,
}

/// Adds an endpoint, which is told what happens from now on.
///
/// Refuses with `TOO_LONG`, `INVALID_FORMAT`, `URL_NOT_SECURE`, `URL_WITH_CREDENTIALS`, `URL_NOT_PUBLIC`, `REQUIRED`, `DUPLICATE`
/// and `TOO_MANY_WEBHOOK_ENDPOINTS`.
pub async fn create_webhook_endpoint(
    tx: &OrgTx,
    reach: Reach,
    input: CreateWebhookEndpoint,
) -> Result<webhook_endpoint::Model, Failure> {
    tx.may_create::<actions::CreateWebhookEndpoint>()?;
    let CreateWebhookEndpoint {
        url,
        description,
        events,
    } = input;
    let mut problems = Problems::default();
    let url = problems.take(check::address(&url, reach));
    let description = problems.take(check::description(description.as_deref().unwrap_or_default()));
    let events = check::events(events, &mut problems);
    problems.into_result()?;
    let (Some(url), Some(description)) = (url, description) else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };

    // The organization's turn: of two who add the last one, one comes second.
    let turn = tx.find_for_rule_locked::<organization::Entity>();
    turn.one()
        .await?
        .ok_or(Failure::Defect("an entered organization is gone"))?;
    let endpoints = tx.find_for_rule::<webhook_endpoint::Entity>();
    if endpoints.count().await? >= MOST_ENDPOINTS {
        return Err(Problem::new(Code::TooManyWebhookEndpoints)
            .with("max", MOST_ENDPOINTS)
            .into());
    }
    let row = webhook_endpoint::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        url: Set(url),
        description: Set(description),
        events: Set(events),
        status: Set(WebhookEndpointStatus::Enabled),
        secret_generation: Set(1),
        rotated_at: Set(None),
        position: Set(tx.newest_event().await?),
        due_at: Set(None),
        claimed_until: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let endpoint = tx.create::<actions::CreateWebhookEndpoint>(row).await?;
    let event = NewEvent::new(EventAction::WebhookEndpointCreated, endpoint.id);
    tx.emit(event.after(check::told(&endpoint))).await?;
    Ok(endpoint)
}
