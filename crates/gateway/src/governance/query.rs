//! Any object by its id.

use async_graphql::{Context, ID, Object, Result};
use graph::{Node, RequestContext, error, node_by_id, nodes_by_id};
use kernel::ErrorKind;

/// Lookups that belong to no domain.
#[derive(Debug, Default)]
pub struct GovernanceQuery;

/// How many objects one `nodes` may ask for.
const MAX_NODES: usize = 50;

#[Object]
impl GovernanceQuery {
    /// The object with this id. An error with code NOT_FOUND, where there is none or you may not see it; both look the
    /// same.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of any object, such as `member_01j…`.")] id: ID,
    ) -> Result<Option<Node>> {
        Ok(Some(node_by_id(&RequestContext::of(ctx)?, &id).await?))
    }

    /// The objects with these ids, in the same order; null for each that is not there or that you may not see.
    #[graphql(complexity = "ids.len().max(1) * child_complexity.max(1)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to 50 ids of any objects.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_NODES {
            return Err(error(
                ErrorKind::BadUserInput,
                format!("`ids` may hold at most {MAX_NODES} ids"),
            ));
        }
        nodes_by_id(&RequestContext::of(ctx)?, &ids).await
    }
}
