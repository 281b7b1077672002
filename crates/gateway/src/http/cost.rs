//! What a request costs, told with its answer.

use std::sync::{Arc, OnceLock};

use async_graphql::{
    Response, ServerError, ValidationResult, Value,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextValidation},
    value,
};

use super::Limits;

/// Adds `extensions.cost` to each answer: the computed complexity as `requested`, and as `limit` the largest that is executed. So
/// whoever writes a client sees how near it is to being refused.
#[derive(Clone, Copy, Debug)]
pub struct Cost(pub Limits);

impl ExtensionFactory for Cost {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Counted {
            limit: self.0.max_complexity,
            requested: OnceLock::new(),
        })
    }
}

/// One request, or one subscription with all its events, each of which costs the same.
struct Counted {
    limit: usize,
    requested: OnceLock<usize>,
}

#[async_graphql::async_trait::async_trait]
impl Extension for Counted {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        let _first = self.requested.set(result.complexity);
        Ok(result)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        if let Some(requested) = self.requested.get() {
            let cost: Value = value!({ "requested": (*requested), "limit": (self.limit) });
            response.extensions.insert("cost".to_owned(), cost);
        }
        response
    }
}
