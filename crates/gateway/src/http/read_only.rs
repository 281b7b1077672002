//! Keeps mutations away from GET.

use std::sync::Arc;

use async_graphql::{
    ServerError, ServerResult, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery},
    parser::types::{ExecutableDocument, OperationType},
};

use super::{errors, operation::chosen};

/// Refuses mutations that come by GET: a link or an image on a foreign site can cause a GET, and caches may repeat it. It looks at the
/// parsed document, so a stored document is refused too, and the answer is 405.
#[derive(Clone, Copy, Debug)]
pub struct ReadOnlyGet;

/// Attached to a request that came by GET.
pub(super) struct CameByGet {
    pub(super) operation_name: Option<String>,
}

/// The source of the error, by which the status is recognised.
struct NotByGet;

impl ExtensionFactory for ReadOnlyGet {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(*self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for ReadOnlyGet {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        let Some(origin) = ctx.data_opt::<CameByGet>() else {
            return Ok(document);
        };
        let operation = chosen(&document.operations, origin.operation_name.as_deref());
        if operation.is_some_and(|operation| operation.node.ty == OperationType::Mutation) {
            let mut error = errors::coded("mutations must be sent with POST", errors::BAD_REQUEST);
            error.source = Some(Arc::new(NotByGet));
            return Err(error);
        }
        Ok(document)
    }
}

/// Whether this error was made here.
pub(super) fn refused(error: &ServerError) -> bool {
    error.source::<NotByGet>().is_some()
}
