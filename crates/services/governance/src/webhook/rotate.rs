//! Giving an endpoint another secret. The one before it keeps signing for a day, so that the other side can change its own in time.

use authz::actions;
use chrono::{DateTime, Duration, Utc};
use entities::{event::EventAction, webhook_endpoint};
use kernel::WebhookEndpointId;
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx};

/// How long a replaced secret keeps signing.
const OVERLAP: Duration = Duration::hours(24);

/// Replaces the secret. Of the ones before it only the last keeps signing: whoever replaces it twice wants to be rid of the first.
pub async fn rotate_webhook_secret(
    tx: &OrgTx,
    id: WebhookEndpointId,
) -> Result<webhook_endpoint::Model, Failure> {
    let granted = tx.load_for::<actions::ManageWebhookEndpoint>("id", id).await?;
    let (generation, version) = (granted.secret_generation + 1, granted.version + 1);
    let updated = tx
        .update(granted, |row| {
            row.secret_generation = Set(generation);
            row.rotated_at = Set(Some(tx.now()));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(NewEvent::new(EventAction::WebhookSecretRotated, updated.id))
        .await?;
    Ok(updated)
}

/// Until when the secret before the present one signs as well; none: it no longer does, or there was none.
pub fn previous_secret_until(row: &webhook_endpoint::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let until = row.rotated_at? + OVERLAP;
    (now < until).then_some(until)
}

/// The generations of the secret that sign now, the present one first.
pub fn signing_generations(
    row: &webhook_endpoint::Model,
    now: DateTime<Utc>,
) -> impl Iterator<Item = i32> + use<> {
    let previous = previous_secret_until(row, now).map(|_until| row.secret_generation - 1);
    std::iter::once(row.secret_generation).chain(previous)
}
