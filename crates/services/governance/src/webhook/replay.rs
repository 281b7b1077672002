//! Sending something again. The other side knows it by the id it had.

use authz::actions;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    webhook_delivery::{self, WebhookDeliveryStatus},
    webhook_endpoint,
};
use kernel::{WebhookDeliveryId, WebhookEndpointId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, sea_query::IntoCondition};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Sends one delivery again, whatever became of it.
pub async fn redeliver_webhook(
    tx: &OrgTx,
    id: WebhookDeliveryId,
) -> Result<webhook_delivery::Model, Failure> {
    let this = webhook_delivery::Column::Id.eq(id);
    let find = || tx.find::<webhook_delivery::Entity>().filter(this.clone()).one();
    let delivery = find().await?.ok_or(Failure::NotFound("id"))?;
    // The endpoint first, as the worker does: so nobody waits in a circle.
    let granted = tx
        .load_for::<actions::ManageWebhookEndpoint>("id", delivery.endpoint_id)
        .await?;
    send_again(tx, &granted, this.clone()).await?;
    let endpoint = make_due(tx, granted).await?;
    let event = NewEvent::new(EventAction::WebhookReplayed, endpoint.id);
    tx.emit(event.after(json!({ "deliveryId": id.to_string() })))
        .await?;
    find().await?.ok_or(Failure::NotFound("id"))
}

/// Sends everything again that an endpoint was sent of what has happened since a moment, and gives how much that is.
pub async fn replay_webhooks(
    tx: &OrgTx,
    id: WebhookEndpointId,
    since: DateTime<Utc>,
) -> Result<(webhook_endpoint::Model, u64), Failure> {
    let granted = tx
        .load_for::<actions::ManageWebhookEndpoint>("endpointId", id)
        .await?;
    let of_it = Condition::all()
        .add(webhook_delivery::Column::EndpointId.eq(id))
        .add(webhook_delivery::Column::OccurredAt.gte(since));
    let replayed = send_again(tx, &granted, of_it).await?;
    if replayed == 0 {
        return Ok((granted.clone(), 0));
    }
    let endpoint = make_due(tx, granted).await?;
    let event = NewEvent::new(EventAction::WebhookReplayed, id);
    tx.emit(event.after(json!({ "since": since, "deliveries": replayed })))
        .await?;
    Ok((endpoint, replayed))
}

async fn send_again(
    tx: &OrgTx,
    granted: &Granted<actions::ManageWebhookEndpoint>,
    which: impl IntoCondition,
) -> Result<u64, Failure> {
    let again = webhook_delivery::ActiveModel {
        status: Set(WebhookDeliveryStatus::Pending),
        attempts: Set(0),
        run_at: Set(tx.now()),
        finished_at: Set(None),
        ..Default::default()
    };
    tx.change_all_from::<_, webhook_delivery::Entity>(granted, which, again)
        .await
}

async fn make_due(
    tx: &OrgTx,
    granted: Granted<actions::ManageWebhookEndpoint>,
) -> Result<webhook_endpoint::Model, Failure> {
    let due = tx.update(granted, |row| row.due_at = Set(Some(tx.now()))).await?;
    Ok(due)
}
