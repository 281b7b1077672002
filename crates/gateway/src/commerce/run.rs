//! Running one command and showing the row it changed.

use crate::base::{Outcome, parse_id, perform, view_after};
use async_graphql::{Context, ID, Result};
use authz::Owned;
use futures::{FutureExt, future::BoxFuture};
use graph::{OrgView, RequestContext};
use kernel::TypedId;
use store::{Failure, OrgTx, Target};

/// What leads to the organization: a field of the input and the id in it.
pub(super) type Place<'a> = (&'static str, &'a ID);

/// Runs a command in the organization of a row and shows what it gave. A rehearsal shows what would be there.
pub(super) async fn on<E, I, M, O, F>(
    ctx: &Context<'_>,
    (field, id): Place<'_>,
    dry_run: bool,
    work: F,
    show: fn(OrgView, M) -> O,
) -> Result<Outcome<O>>
where
    E: Owned,
    I: TypedId,
    M: Send + 'static,
    F: for<'a> Fn(&'a OrgTx, I) -> BoxFuture<'a, std::result::Result<M, Failure>> + Sync,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<I>(field, id);
    let target = id.clone().map(|id| Target::of::<E>(field, id));
    let done = perform(&request, target, dry_run, |tx| {
        let work = id.clone().map(|id| work(tx, id));
        async move {
            let done = work?.await?;
            Ok((tx.organization(), done))
        }
        .boxed()
    })
    .await?;
    Ok(match done {
        Ok((organization, row)) => Ok(show(view_after(&request, organization), row)),
        Err(refused) => Err(refused),
    })
}
