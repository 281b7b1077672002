//! Running a command in an organization and showing what it changed.

use crate::base::{Outcome, parse_id, settle};
use async_graphql::{Context, ID, Result};
use authz::Owned;
use futures::{FutureExt, future::BoxFuture};
use graph::{OrgView, RequestContext, unauthenticated};
use kernel::{OrganizationId, TypedId};
use std::sync::Arc;
use store::{Failure, OrgTx, Target};

/// Runs a command in the organization that the target belongs to. Anonymous requests end here.
pub(crate) async fn in_organization<T, F>(
    request: &RequestContext,
    target: std::result::Result<Target, kernel::Problem>,
    work: F,
) -> Result<Outcome<T>>
where
    F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, std::result::Result<T, Failure>>,
{
    perform(request, target, false, work).await
}

/// The same, or only a rehearsal of it, after which nothing is stored: what `dryRun` asks for.
pub(crate) async fn perform<T, F>(
    request: &RequestContext,
    target: std::result::Result<Target, kernel::Problem>,
    dry_run: bool,
    work: F,
) -> Result<Outcome<T>>
where
    F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, std::result::Result<T, Failure>>,
{
    if request.user().is_none() {
        return Err(unauthenticated());
    }
    let (store, id) = (&request.store, Some(request.request));
    let done = match target {
        Ok(target) if dry_run => store.rehearse_in(&request.actor, id, &target, work).await,
        Ok(target) => store.write_in(&request.actor, id, &target, work).await,
        Err(problem) => Err(problem.into()),
    };
    settle(done)
}

/// The view of an organization after a command has changed something in it, with the rights the actor has then. It is entered when a field
/// needs it, which what the command itself has brought does not.
pub(crate) fn view_after(request: &Arc<RequestContext>, organization: OrganizationId) -> OrgView {
    request.forget_views();
    OrgView::of(request, organization)
}

/// Runs a command on the row that an id of the input names, in the organization of that row, and gives what it did with
/// the view of the organization afterwards.
pub(crate) async fn change<E, I, T, F>(
    ctx: &Context<'_>,
    field: &'static str,
    id: &ID,
    work: F,
) -> Result<Outcome<(OrgView, T)>>
where
    E: Owned,
    I: TypedId,
    T: Send + 'static,
    F: for<'a> Fn(&'a OrgTx, I) -> BoxFuture<'a, std::result::Result<T, Failure>>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<I>(field, id);
    let target = id.clone().map(|id| Target::of::<E>(field, id));
    let done = in_organization(&request, target, |tx| {
        let work = match &id {
            Ok(id) => work(tx, *id),
            Err(problem) => {
                let problem = problem.clone();
                async move { Err(problem.into()) }.boxed()
            }
        };
        async move { Ok((tx.organization(), work.await?)) }.boxed()
    })
    .await?;
    Ok(match done {
        Ok((organization, row)) => Ok((view_after(&request, organization), row)),
        Err(refused) => Err(refused),
    })
}
