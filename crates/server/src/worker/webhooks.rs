//! Telling other systems what happened.
//!
//! Following the logs and sending are two loops, so that what waits for a slow endpoint keeps nothing from being written down. An
//! endpoint is sent one message at a time, so a slow one takes one place of those that a process has, and what it is sent is in order.

mod payload;

use super::run::rest;
use crate::words::chain;
use chrono::{DateTime, Utc};
use governance::webhook::signing_generations;
use kernel::TypedId;
use std::time::Duration;
use store::{ClaimedWebhook, Store, StoreError, WebhookOutcome};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use webhooks::{Message, Secrets, Sender};

/// How many endpoints one process sends to at the same time.
const PARALLEL: usize = 64;

/// How long a claim holds, well beyond the patience of the sender.
const LEASE: chrono::Duration = chrono::Duration::minutes(2);

/// How long an idle worker sleeps before it looks again.
const IDLE: Duration = Duration::from_secs(1);

/// How long a worker waits when the database fails.
const TROUBLE: Duration = Duration::from_secs(5);

/// Writes down what has to be sent, sends everything that is due, one after the other, and says how many tries there were.
pub async fn run_due_webhooks(store: &Store, sender: &Sender) -> anyhow::Result<usize> {
    store.follow_webhooks().await?;
    let mut tries = 0;
    while let Some(claimed) = store.claim_webhook(LEASE).await? {
        deliver(store, sender, &claimed).await?;
        tries += 1;
    }
    Ok(tries)
}

/// Follows the logs until it is told to stop.
pub(super) async fn keep_following(store: Store, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match store.follow_webhooks().await {
            Ok(_written) => rest(IDLE, &stop).await,
            Err(error) => {
                tracing::error!(error = chain(&error), "the logs cannot be followed for webhooks");
                rest(TROUBLE, &stop).await;
            }
        }
    }
}

/// Sends what is due until it is told to stop; what it has claimed by then is finished first.
pub(super) async fn keep_sending(store: Store, sender: Sender, stop: CancellationToken) {
    let mut running = JoinSet::new();
    while !stop.is_cancelled() {
        while running.len() >= PARALLEL {
            note(running.join_next().await);
        }
        match store.claim_webhook(LEASE).await {
            Ok(Some(claimed)) => {
                let (store, sender) = (store.clone(), sender.clone());
                running.spawn(async move { deliver(&store, &sender, &claimed).await });
            }
            // An endpoint that was just sent something is ready for the next.
            Ok(None) => tokio::select! {
                Some(ended) = running.join_next() => note(Some(ended)),
                () = rest(IDLE, &stop) => {}
            },
            Err(error) => {
                tracing::error!(error = chain(&error), "no webhook can be claimed");
                rest(TROUBLE, &stop).await;
            }
        }
        while let Some(ended) = running.try_join_next() {
            note(Some(ended));
        }
    }
    while let Some(ended) = running.join_next().await {
        note(Some(ended));
    }
}

/// A try that is not noted is made again when its claim has run out, with the same `webhook-id`.
fn note(ended: Option<Result<Result<(), StoreError>, tokio::task::JoinError>>) {
    match ended {
        Some(Ok(Err(error))) => tracing::error!(error = chain(&error), "a webhook could not be noted"),
        Some(Err(error)) => tracing::error!(%error, "a webhook ended with a defect"),
        Some(Ok(Ok(()))) | None => {}
    }
}

/// Sends a claimed delivery and writes down how that went.
async fn deliver(store: &Store, sender: &Sender, claimed: &ClaimedWebhook) -> Result<(), StoreError> {
    let secrets = Secrets::new(store.webhook_secret().await?);
    let outcome = attempt(&secrets, sender, claimed, store.now()).await;
    let id = claimed.delivery.id;
    let name = match &outcome {
        WebhookOutcome::Delivered { status } => {
            tracing::debug!(%id, status, "webhook delivered");
            "delivered"
        }
        WebhookOutcome::Failed { error, .. } => {
            tracing::info!(%id, attempts = claimed.delivery.attempts, error, "webhook failed");
            "failed"
        }
        WebhookOutcome::Gone { error, .. } => {
            tracing::warn!(%id, endpoint = %claimed.endpoint.id, error, "webhooks are not wanted any more");
            "gone"
        }
    };
    metrics::counter!("volmify_webhooks_total", "outcome" => name).increment(1);
    store.settle_webhook(claimed, &outcome).await
}

async fn attempt(
    secrets: &Secrets,
    sender: &Sender,
    claimed: &ClaimedWebhook,
    now: DateTime<Utc>,
) -> WebhookOutcome {
    let ClaimedWebhook {
        endpoint,
        delivery,
        event,
    } = claimed;
    let failed = |error: String| WebhookOutcome::Failed { status: None, error };
    let id = event.id.to_string();
    let body = payload::body(delivery.event, event).to_string();
    let signatures: Result<Vec<String>, _> = signing_generations(endpoint, now)
        .map(|generation| secrets.of(endpoint.id.uuid(), generation))
        .map(|secret| secret.map(|secret| secret.sign(&id, now, body.as_bytes())))
        .collect();
    let Ok(signatures) = signatures else {
        return failed("the message could not be signed".to_owned());
    };
    let message = Message {
        url: endpoint.url.clone(),
        id,
        timestamp: now.timestamp(),
        signature: signatures.join(" "),
        body,
    };
    match sender.send(message).await {
        Err(error) => failed(error.to_string()),
        Ok(answer) => {
            let status = answer.status;
            let error = format!("the endpoint answered {status}");
            match status {
                200..=299 => WebhookOutcome::Delivered { status },
                410 => WebhookOutcome::Gone { status, error },
                _ => WebhookOutcome::Failed {
                    status: Some(status),
                    error,
                },
            }
        }
    }
}
