//! Changing an endpoint, switching it off and on.

use super::check;
use authz::actions;
use entities::{
    event::EventAction,
    webhook_endpoint::{self, WebhookEndpointStatus, WebhookEvent},
};
use kernel::{Code, Patch, Problem, Problems, WebhookEndpointId};
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx};
use webhooks::Reach;

/// New data of an endpoint.
#[derive(Clone, Debug, Default)]
pub struct UpdateWebhookEndpoint {
    /// Where events are sent to.
    pub url: Patch<String>,
    /// What it is for.
    pub description: Patch<String>,
    /// What it wants to be told.
    pub events: Patch<Vec<WebhookEvent>>,
    /// Whether anything is sent.
    pub is_enabled: Patch<bool>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes an endpoint. One that is switched off is told nothing of what happens meanwhile; what was waiting before is sent when it
/// is switched on again.
///
/// Refuses as adding one does, and with `VERSION_CONFLICT`.
pub async fn update_webhook_endpoint(
    tx: &OrgTx,
    reach: Reach,
    id: WebhookEndpointId,
    input: UpdateWebhookEndpoint,
) -> Result<webhook_endpoint::Model, Failure> {
    let granted = tx.load_for::<actions::ManageWebhookEndpoint>("id", id).await?;
    let UpdateWebhookEndpoint {
        url,
        description,
        events,
        is_enabled,
        expected_version,
    } = input;
    let mut problems = Problems::default();
    let mut new = granted.clone();
    if let Some(url) = given("url", url, &mut problems) {
        new.url = problems.take(check::address(&url, reach)).unwrap_or_default();
    }
    match description {
        Patch::Keep => {}
        Patch::Clear => new.description = None,
        Patch::Set(text) => new.description = problems.take(check::description(&text)).flatten(),
    }
    if let Some(events) = given("events", events, &mut problems) {
        new.events = check::events(events, &mut problems);
    }
    if let Some(is_enabled) = given("isEnabled", is_enabled, &mut problems) {
        new.status = status(new.status, is_enabled);
    }
    problems.into_result()?;
    if let Some(expected) = expected_version
        && expected != granted.version
    {
        return Err(Problem::at("expectedVersion", Code::VersionConflict)
            .with("currentVersion", granted.version)
            .into());
    }
    if new == *granted {
        return Ok(new);
    }
    if new.status == WebhookEndpointStatus::Enabled && granted.status != new.status {
        new.position = tx.newest_event().await?;
        new.due_at = Some(tx.now());
    }
    let before = check::told(&granted);
    let updated = tx
        .update(granted, |row| {
            row.url = Set(new.url);
            row.description = Set(new.description);
            row.events = Set(new.events);
            row.status = Set(new.status);
            row.position = Set(new.position);
            row.due_at = Set(new.due_at);
            row.version = Set(new.version + 1);
            row.updated_at = Set(tx.now());
        })
        .await?;
    let event = NewEvent::new(EventAction::WebhookEndpointUpdated, updated.id);
    tx.emit(event.before(before).after(check::told(&updated))).await?;
    Ok(updated)
}

/// The new value of a field that cannot be empty.
fn given<T>(field: &'static str, patch: Patch<T>, problems: &mut Problems) -> Option<T> {
    match patch {
        Patch::Keep => None,
        Patch::Clear => {
            problems.add(Problem::at(field, Code::Required));
            None
        }
        Patch::Set(value) => Some(value),
    }
}

/// What is off stays off for its own reason.
const fn status(now: WebhookEndpointStatus, is_enabled: bool) -> WebhookEndpointStatus {
    match now {
        _ if is_enabled => WebhookEndpointStatus::Enabled,
        WebhookEndpointStatus::Enabled => WebhookEndpointStatus::Disabled,
        WebhookEndpointStatus::Disabled | WebhookEndpointStatus::Gone => now,
    }
}
