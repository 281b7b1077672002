//! One operation that is being answered.

use crate::rate::Spending;
use async_graphql::{Response, ServerError};
use futures::{StreamExt, stream::BoxStream};
use graph::{LiveRequest, error};
use kernel::{ErrorKind, RequestId};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The answers to one operation: one to a query or mutation, any number to a subscription.
pub(super) struct Operation {
    id: String,
    name: String,
    live: Arc<LiveRequest>,
    spending: Arc<Spending>,
    responses: BoxStream<'static, Response>,
    started: Instant,
    answers: u64,
    failed: bool,
    has_begun: bool,
}

impl Operation {
    pub(super) fn new(
        id: RequestId,
        name: String,
        live: Arc<LiveRequest>,
        spending: Arc<Spending>,
        responses: BoxStream<'static, Response>,
    ) -> Self {
        Self {
            id: id.to_string(),
            name,
            live,
            spending,
            responses: responses.fuse().boxed(),
            started: Instant::now(),
            answers: 0,
            failed: false,
            has_begun: false,
        }
    }

    /// The id that its errors carry.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// What it has cost.
    pub(super) const fn spending(&self) -> &Arc<Spending> {
        &self.spending
    }

    /// Waits for the first answer, or until a subscription has taken its place and there is none yet. Neither may take longer
    /// than a request may.
    pub(super) async fn begin(&mut self, limit: Duration) -> Option<Response> {
        self.has_begun = true;
        let live = Arc::clone(&self.live);
        let first = async {
            tokio::select! {
                biased;
                response = self.responses.next() => response,
                () = live.begun() => None,
            }
        };
        let response = match tokio::time::timeout(limit, first).await {
            Ok(response) => response,
            Err(_too_long) => {
                tracing::warn!(request = %self.id, "the request took too long");
                self.responses = futures::stream::empty().boxed();
                Some(too_long())
            }
        };
        self.told(response).await
    }

    /// The next answer.
    pub(super) async fn next(&mut self, limit: Duration) -> Option<Response> {
        if !self.has_begun
            && let Some(first) = self.begin(limit).await
        {
            return Some(first);
        }
        let response = self.responses.next().await;
        self.told(response).await
    }

    /// Nothing is read while an answer is on its way: its reader may be slow. Where there is no answer yet, the operation may be in the
    /// middle of reading, and waiting for it without moving it on would be for ever.
    async fn told(&mut self, response: Option<Response>) -> Option<Response> {
        let response = response?;
        self.live.rest().await;
        self.answers += 1;
        self.failed |= response.is_err();
        Some(response)
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        tracing::info!(
            request = %self.id,
            operation = %self.name,
            failed = self.failed,
            answers = self.answers,
            milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "graphql stream"
        );
    }
}

/// The answer to what could not be done now.
pub(super) fn unavailable(message: &str) -> Response {
    refusal(ErrorKind::Unavailable, message)
}

/// The answer to what is not done at all.
pub(super) fn refusal(kind: ErrorKind, message: &str) -> Response {
    let refused: ServerError = error(kind, message).into_server_error(async_graphql::Pos::default());
    Response::from_errors(vec![ServerError {
        locations: Vec::new(),
        ..refused
    }])
}

fn too_long() -> Response {
    unavailable("the request took too long")
}
