//! Deciding on refunds.

use super::refund::carry_out;
use crate::base::{Outcome, parse_id, payload, perform, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use commerce::refund::{approve_refund, reject_refund};
use entities::refund;
use futures::{FutureExt, future::BoxFuture};
use graph::{Refund, RequestContext};
use kernel::RefundId;
use store::{Failure, OrgTx, Target};

/// Approving a refund.
#[derive(InputObject)]
pub struct ApproveRefundInput {
    /// The refund.
    pub id: ID,
    /// A key of your own: the same request again with the same key changes nothing and gives the same refund.
    pub idempotency_key: String,
    /// Answers what would be, without giving anything back.
    #[graphql(default)]
    pub dry_run: bool,
}

/// Turning a refund down.
#[derive(InputObject)]
pub struct RejectRefundInput {
    /// The refund.
    pub id: ID,
    /// Why.
    pub reason: String,
}

payload! {
    /// The refund that was approved.
    ApproveRefundPayload {
        /// The refund. `PENDING`: the payment provider has not confirmed yet.
        refund: Refund
    }
    /// The refund that was turned down.
    RejectRefundPayload {
        /// The refund.
        refund: Refund
    }
}

async fn decide<F>(ctx: &Context<'_>, id: &ID, dry_run: bool, work: F) -> Result<Outcome<refund::Model>>
where
    F: for<'a> Fn(&'a OrgTx, RefundId) -> BoxFuture<'a, std::result::Result<refund::Model, Failure>> + Sync,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<RefundId>("id", id);
    let target = id.clone().map(|id| Target::of::<refund::Entity>("id", id));
    perform(&request, target, dry_run, |tx| {
        let work = id.clone().map(|id| work(tx, id));
        async move { work?.await }.boxed()
    })
    .await
}

pub(super) async fn approve(ctx: &Context<'_>, input: ApproveRefundInput) -> Result<ApproveRefundPayload> {
    let ApproveRefundInput {
        id,
        idempotency_key,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let done = decide(ctx, &id, dry_run, |tx, id| {
        let key = idempotency_key.clone();
        async move { approve_refund(tx, id, &key).await }.boxed()
    });
    Ok(match done.await? {
        Ok(row) if dry_run => Ok(Refund::new(view_after(&request, row.organization_id), row)),
        Ok(row) => {
            carry_out(ctx, &request, row.id).await?;
            Ok(Refund::stored(view_after(&request, row.organization_id), row.id).await?)
        }
        Err(refused) => Err(refused),
    }
    .into())
}

pub(super) async fn reject(ctx: &Context<'_>, input: RejectRefundInput) -> Result<RejectRefundPayload> {
    let RejectRefundInput { id, reason } = input;
    let request = RequestContext::of(ctx)?;
    let done = decide(ctx, &id, false, |tx, id| {
        let reason = reason.clone();
        async move { reject_refund(tx, id, &reason).await }.boxed()
    });
    Ok(match done.await? {
        Ok(row) => Ok(Refund::new(view_after(&request, row.organization_id), row)),
        Err(refused) => Err(refused),
    }
    .into())
}
