//! Who you are, and for operators who there is.

use async_graphql::{Context, Object, Result};
use graph::{
    RequestContext, UserConnection, UserFilter, Viewer, connection_cost, fault, forbidden, page_arguments,
    unauthenticated, user_connection,
};

/// Who you are, and for operators who there is.
#[derive(Debug, Default)]
pub struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// You; null when nobody is signed in or the session has ended.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(Viewer::of(RequestContext::of(ctx)?))
    }

    /// All users, newest first. For platform operators only.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only users that match all of these.")] filter: Option<UserFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<UserConnection> {
        let request = RequestContext::of(ctx)?;
        request.user().ok_or_else(unauthenticated)?;
        if !request.actor.is_operator() {
            return Err(forbidden("users.list"));
        }
        let page = page_arguments("createdAt", first, after, last, before)?;
        let total = ctx.look_ahead().field("totalCount").exists();
        let slice = reads::users(&request.global(), filter.unwrap_or_default().into(), &page, total)
            .await
            .map_err(fault)?;
        Ok(user_connection(slice))
    }
}
