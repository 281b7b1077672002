//! Removing an endpoint with what was sent to it.

use super::check;
use authz::actions;
use entities::{event::EventAction, webhook_delivery, webhook_endpoint};
use kernel::WebhookEndpointId;
use sea_orm::ColumnTrait;
use store::{Failure, NewEvent, OrgTx};

/// Removes an endpoint. What was waiting for it is not sent any more.
pub async fn delete_webhook_endpoint(
    tx: &OrgTx,
    id: WebhookEndpointId,
) -> Result<webhook_endpoint::Model, Failure> {
    let granted = tx.load_for::<actions::ManageWebhookEndpoint>("id", id).await?;
    let removed = granted.clone();
    let of_it = webhook_delivery::Column::EndpointId.eq(id);
    tx.delete_all_from::<_, webhook_delivery::Entity>(&granted, of_it)
        .await?;
    tx.delete(granted).await?;
    let event = NewEvent::new(EventAction::WebhookEndpointDeleted, id);
    tx.emit(event.before(check::told(&removed))).await?;
    Ok(removed)
}
