//! Executing what is asked. What is asked again is not looked through again.

use crate::{
    http::Seen,
    rate::{self, Spending},
    router::Api,
};
use async_graphql::{BatchRequest, BatchResponse, Request, Response};

impl Api {
    /// The document of a request, if it was seen before. Those of a batch are not looked for.
    pub(crate) fn seen(&self, request: &BatchRequest) -> Option<Seen> {
        match request {
            BatchRequest::Single(request) => self.documents.seen(request),
            BatchRequest::Batch(_) => None,
        }
    }

    /// Answers a request that has all it needs.
    pub(crate) async fn execute(
        &self,
        request: BatchRequest,
        seen: Option<&Seen>,
        spending: &Spending,
    ) -> BatchResponse {
        match request {
            BatchRequest::Single(request) => {
                BatchResponse::Single(self.execute_one(request, seen, spending).await)
            }
            BatchRequest::Batch(_) => self.schemas.asked.execute_batch(request).await,
        }
    }

    async fn execute_one(&self, mut request: Request, seen: Option<&Seen>, spending: &Spending) -> Response {
        let limits = &self.settings.limits;
        let repeated = seen.and_then(|seen| seen.repeated(&mut request, limits));
        let Some(repeated) = repeated else {
            return self.schemas.asked.execute(request).await;
        };
        repeated.prepare(&mut request);
        let execution = async {
            let mut response = self.schemas.executing.execute(request).await;
            repeated.conform(&mut response);
            response
        };
        rate::paid(spending, repeated.complexity, limits, execution).await
    }
}
