//! Root fields of persons: signing up and in, sessions, profiles, operators.

mod account;
mod avatar;
mod cookie;
mod mutation;
mod operator;
mod password;
mod profile;
mod query;
mod session;

pub use cookie::SessionCookie;
pub(crate) use cookie::{bearer, presented_token};
pub use mutation::IdentityMutation;
pub use query::IdentityQuery;

use async_graphql::{Context, Result};
use graph::RequestContext;
use identity::{Client, Identity};

/// The commands of identity. They hash passwords, which takes long: the request holds no connection meanwhile.
async fn commands(ctx: &Context<'_>, request: &RequestContext) -> Result<Identity> {
    request.store.end_reading().await;
    ctx.data::<Identity>().cloned()
}

/// Where the request came from.
fn client(request: &RequestContext) -> Client {
    Client::new(request.address, request.user_agent.as_deref())
}
