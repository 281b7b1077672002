//! Server-sent events: the mode "distinct connections" of the protocol graphql-sse. One request, one stream, which ends with the event
//! `complete` when the operation does. A stream that ends without it was cut off.

use super::{
    Caller, Client,
    operation::Operation,
    places::{Holder, Place},
};
use crate::{
    http::{self, Accepted, Refusal},
    router::Api,
};
use async_graphql::{BatchRequest, BatchResponse, Request, Response as GraphqlResponse};
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use futures::{StreamExt, stream};
use kernel::RequestId;
use std::{convert::Infallible, sync::Arc};

/// Proxies that gather a response before they pass it on are asked not to.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What is said to whoever has all the connections they may have.
pub(super) const TOO_MANY: &str = "you have too many open connections: close one, or try again later";

/// Answers a request with a stream. Its head is sent once the operation has begun, so whoever has read it misses nothing from then on.
pub(crate) async fn stream(
    api: &Arc<Api>,
    client: Client,
    token: Option<String>,
    request: BatchRequest,
    id: RequestId,
) -> Response {
    let text = id.to_string();
    let BatchRequest::Single(request) = request else {
        let refusal = Refusal::bad_request(Accepted::Json, "a batch cannot be streamed");
        return api.refuse(&client, refusal, &text);
    };
    match begun(api, client, token, request, id).await {
        Ok((caller, places, operation, first)) => {
            let spending = Arc::clone(operation.spending());
            let refused =
                |first: &&GraphqlResponse| http::is_refused_by_get(first) || http::is_rate_limited(first);
            let mut response = if let Some(first) = first.as_ref().filter(refused) {
                let refused = BatchResponse::Single(GraphqlResponse::from_errors(first.errors.clone()));
                http::write(Accepted::GraphqlResponse, refused, &text)
            } else {
                respond(Events {
                    caller,
                    operation,
                    first,
                    is_over: false,
                    _places: places,
                })
            };
            spending.tell(&mut response);
            response
        }
        Err(refusal) => refusal.into_response(&text),
    }
}

type Begun = (Arc<Caller>, Vec<Place>, Operation, Option<GraphqlResponse>);

async fn begun(
    api: &Arc<Api>,
    client: Client,
    token: Option<String>,
    request: Request,
    id: RequestId,
) -> Result<Begun, Refusal> {
    let busy = |error: store::StoreError| {
        tracing::error!(request = %id, error = ?error, "signing in failed");
        Refusal::unavailable(Accepted::Json, "the service is busy, try again")
    };
    let full = || Refusal::occupied(Accepted::Json, TOO_MANY);
    let mut places = api.places.enter(client.address).ok_or_else(full)?;
    let caller = Caller::sign_in(api, client, token).await.map_err(busy)?;
    if let Some(user) = caller.user() {
        places.push(api.places.take(Holder::User(user)).ok_or_else(full)?);
    }
    let operation = caller.begin(request, id).await.map_err(busy)?;
    let mut operation = operation.ok_or_else(|| Refusal::forbidden(Accepted::Json, "the session is over"))?;
    let first = operation.begin(api.settings.request_timeout).await;
    Ok((caller, places, operation, first))
}

struct Events {
    caller: Arc<Caller>,
    operation: Operation,
    first: Option<GraphqlResponse>,
    is_over: bool,
    _places: Vec<Place>,
}

fn respond(events: Events) -> Response {
    let live = &events.caller.api().settings.live;
    let keep_alive = live.keep_alive;
    let stopping = live.stopping.clone();
    let stopping = async move { stopping.begun().await };
    let events = stream::unfold(events, Events::next).take_until(Box::pin(stopping));
    let body = stream::unfold(events.boxed(), move |mut events| async move {
        let text = tokio::select! {
            event = events.next() => event?,
            // A comment, which nobody passes on.
            () = tokio::time::sleep(keep_alive) => ":\n\n".to_owned(),
        };
        Some((Ok::<_, Infallible>(text), events))
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        (header::VARY, "accept"),
        (header::CACHE_CONTROL, "no-store"),
        (BUFFERING, "no"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

impl Events {
    async fn next(mut self) -> Option<(String, Self)> {
        if self.is_over {
            return None;
        }
        let limit = self.caller.api().settings.request_timeout;
        let response = match self.first.take() {
            Some(first) => Some(first),
            None => self.operation.next(limit).await,
        };
        let event = if let Some(response) = response {
            self.written(response)
        } else {
            self.is_over = true;
            // Browsers pass an event on only when it has data, be it none.
            "event: complete\ndata: \n\n".to_owned()
        };
        Some((event, self))
    }

    /// JSON on one line.
    fn written(&self, mut response: GraphqlResponse) -> String {
        let answer = http::Answer::of(&mut response, self.operation.id());
        format!("event: next\ndata: {}\n\n", answer.json())
    }
}
