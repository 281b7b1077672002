//! Running a command in an organization and showing what it changed.

use crate::base::{Outcome, settle};
use async_graphql::Result;
use futures::future::BoxFuture;
use graph::{OrgView, RequestContext, not_found, unauthenticated};
use kernel::OrganizationId;
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
    if request.user().is_none() {
        return Err(unauthenticated());
    }
    let done = match target {
        Ok(target) => {
            let written = request
                .store
                .write_in(&request.actor, Some(request.request), &target, work);
            written.await
        }
        Err(problem) => Err(problem.into()),
    };
    settle(done)
}

/// Runs a command like [`in_organization`], or only tries it: then it answers the same, and nothing is stored.
pub(crate) async fn tried_in_organization<T, F>(
    request: &RequestContext,
    target: std::result::Result<Target, kernel::Problem>,
    dry_run: bool,
    work: F,
) -> Result<Outcome<T>>
where
    F: for<'a> Fn(&'a OrgTx) -> BoxFuture<'a, std::result::Result<T, Failure>>,
{
    let Ok(target) = &target else {
        return in_organization(request, target, work).await;
    };
    if !dry_run {
        return in_organization(request, Ok(target.clone()), work).await;
    }
    if request.user().is_none() {
        return Err(unauthenticated());
    }
    let tried = request
        .store
        .rehearse_in(&request.actor, Some(request.request), target, work);
    settle(tried.await)
}

/// The view of an organization after a command has changed something in it.
pub(crate) async fn load(request: &Arc<RequestContext>, organization: OrganizationId) -> Result<OrgView> {
    OrgView::reenter(request, organization)
        .await?
        .ok_or_else(|| not_found("organization"))
}
