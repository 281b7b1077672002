//! Root fields of persons: signing up and in, sessions, profiles, operators.

mod account;
mod cookie;
mod mutation;
mod operator;
mod password;
mod profile;
mod query;
mod session;

pub use cookie::SessionCookie;
pub(crate) use cookie::presented_token;
pub use mutation::IdentityMutation;
pub use query::IdentityQuery;

use async_graphql::{Context, Result};
use graph::RequestContext;
use identity::{Client, Identity};
use std::sync::Arc;

/// The commands of identity, reading and writing on the request's own connection.
fn commands(ctx: &Context<'_>, request: &Arc<RequestContext>) -> Result<Identity> {
    Ok(ctx.data::<Identity>()?.with_store(request.store.clone()))
}

/// Where the request came from.
fn client(request: &RequestContext) -> Client {
    Client::new(request.address, request.user_agent.as_deref())
}
