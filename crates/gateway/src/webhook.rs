//! Messages that payment providers send.
//!
//! Whoever sends one learns nothing from the answer: a message about something unknown, one that was taken before and
//! one that changed everything are answered alike. Only what the provider should send again is answered with an error.

use axum::{
    Json,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use commerce::payment::take_event;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use payments::{PaymentGateway, Provider, WebhookError};
use serde_json::json;
use std::time::Duration;
use store::Store;

/// The largest message.
const MAX_BYTES: usize = 1024 * 1024;

type Refused = (StatusCode, &'static str);

/// The provider's name in the address.
const fn name(provider: Provider) -> &'static str {
    match provider {
        Provider::Test => "test",
        Provider::Stripe => "stripe",
    }
}

/// Takes a message: 200 whatever came of it, 401 where its signature does not hold, 400 where it cannot be read, 413
/// where it is too large, 408 where it does not arrive, 404 where there is no such provider, 503 where it should be sent again.
pub(crate) async fn take_payment_event(
    store: &Store,
    gateway: &dyn PaymentGateway,
    provider: &str,
    patience: Duration,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = read(body, patience);
    match take(store, gateway, provider, &parts.headers, body).await {
        Ok(()) => (StatusCode::OK, Json(json!({ "received": true }))).into_response(),
        Err((status, message)) => (status, Json(json!({ "error": message }))).into_response(),
    }
}

async fn take(
    store: &Store,
    gateway: &dyn PaymentGateway,
    provider: &str,
    headers: &HeaderMap,
    body: impl Future<Output = Result<Bytes, Refused>>,
) -> Result<(), Refused> {
    if provider != name(gateway.provider()) {
        return Err((StatusCode::NOT_FOUND, "there is no such payment provider here"));
    }
    let body = body.await?;
    let signature = headers
        .get(gateway.signature_header())
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let event = gateway
        .read_event(signature, &body, store.now())
        .map_err(|error| match error {
            WebhookError::Signature => (StatusCode::UNAUTHORIZED, "the signature does not hold"),
            WebhookError::Malformed => (StatusCode::BAD_REQUEST, "the message cannot be read"),
        })?;
    let taken = take_event(store, gateway.provider(), &event)
        .await
        .map_err(|error| {
            tracing::error!(
                event = event.reference,
                ?error,
                "a message of the payment provider was not taken"
            );
            (StatusCode::SERVICE_UNAVAILABLE, "not taken, send it again")
        })?;
    tracing::info!(
        event = event.reference,
        kind = event.kind,
        ?taken,
        "payment event"
    );
    Ok(())
}

async fn read(body: Body, patience: Duration) -> Result<Bytes, Refused> {
    let collected = tokio::time::timeout(patience, Limited::new(body, MAX_BYTES).collect());
    let late = |_too_long| (StatusCode::REQUEST_TIMEOUT, "the message took too long to arrive");
    match collected.await.map_err(late)? {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err((StatusCode::PAYLOAD_TOO_LARGE, "the message is too large"))
        }
        Err(error) => {
            tracing::debug!(%error, "a message ended early");
            Err((StatusCode::BAD_REQUEST, "the message cannot be read"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_message_that_does_not_arrive_is_not_waited_for() {
        let begun = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{"))]);
        let body = Body::from_stream(futures::StreamExt::chain(begun, futures::stream::pending()));
        let refused = read(body, Duration::from_millis(1)).await.unwrap_err();
        assert_eq!(refused.0, StatusCode::REQUEST_TIMEOUT);
    }
}
