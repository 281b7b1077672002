//! Asking for a refund.

use super::gateway;
use crate::base::{parse_id, perform, view_after};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use commerce::refund::{self as commands, RefundLineInput, RequestedRefund};
use entities::order;
use futures::FutureExt;
use graph::{Decimal, Refund, RefundParts, RequestContext, UserErrors};
use kernel::{OrderId, Problem, Problems, within};
use store::Target;

/// Giving money of a paid order back.
#[derive(InputObject)]
pub struct RefundOrderInput {
    /// The order.
    pub order_id: ID,
    /// How much, sales tax included, in the order's currency. What the lines say, or everything that is left, if not given.
    pub amount: Option<Decimal>,
    /// How much of which line; at most 50. Over all lines, by what is left of each, if not given.
    #[graphql(default)]
    pub lines: Vec<RefundOrderLineInput>,
    /// Why; the customer can read it.
    pub reason: String,
    /// A key of your own for this refund: the same request again with the same key gives nothing back and shows the same
    /// refund.
    pub idempotency_key: String,
    /// Answers what would be given back to what, without doing it.
    #[graphql(default)]
    pub dry_run: bool,
}

/// How much to give back of a line.
#[derive(InputObject)]
pub struct RefundOrderLineInput {
    /// The line of the order.
    pub line_id: ID,
    /// How much, sales tax included.
    pub amount: Decimal,
}

/// The refund that was asked for.
#[derive(Debug, SimpleObject)]
pub struct RefundOrderPayload {
    /// The refund. `PENDING_APPROVAL`: somebody else decides. `PENDING`: the payment provider has not confirmed yet.
    pub refund: Option<Refund>,
    /// Whether the same idempotency key had asked for it before.
    pub replayed: bool,
    /// Why nothing was given back; empty after a success.
    pub user_errors: UserErrors,
}

impl RefundOrderInput {
    fn into_command(self) -> std::result::Result<(commands::RefundOrder, bool), Vec<Problem>> {
        let Self {
            order_id,
            amount,
            lines,
            reason,
            idempotency_key,
            dry_run,
        } = self;
        let mut problems = Problems::default();
        let order = problems.take(parse_id::<OrderId>("orderId", &order_id));
        let mut parts = Vec::with_capacity(lines.len());
        for (place, RefundOrderLineInput { line_id, amount }) in lines.into_iter().enumerate() {
            let line = parse_id("lineId", &line_id);
            let line = problems.take(line.map_err(|problem| within("lines", place, problem)));
            parts.extend(line.map(|line_id| RefundLineInput {
                line_id,
                amount: amount.0,
            }));
        }
        problems.into_result()?;
        let order_id = order.ok_or_else(Vec::new)?;
        let command = commands::RefundOrder {
            order_id,
            amount: amount.map(|amount| amount.0),
            lines: parts,
            reason,
            idempotency_key,
        };
        Ok((command, dry_run))
    }
}

pub(super) async fn refund(ctx: &Context<'_>, input: RefundOrderInput) -> Result<RefundOrderPayload> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(graph::unauthenticated)?;
    let refused = |user_errors| RefundOrderPayload {
        refund: None,
        replayed: false,
        user_errors,
    };
    let (command, dry_run) = match input.into_command() {
        Ok(command) => command,
        Err(problems) => return Ok(refused(problems.into_iter().map(Into::into).collect())),
    };
    let target = Ok(Target::of::<order::Entity>("orderId", command.order_id));
    let done = perform(&request, target, dry_run, |tx| {
        let command = command.clone();
        async move { commands::refund_order(tx, &command).await }.boxed()
    })
    .await?;
    let asked = match done {
        Ok(asked) => asked,
        Err(user_errors) => return Ok(refused(user_errors)),
    };
    let RequestedRefund {
        refund,
        lines,
        tenders,
        is_replayed,
    } = asked;
    let (organization, id) = (refund.organization_id, refund.id);
    let shown = if dry_run && !is_replayed {
        let view = view_after(&request, organization);
        Refund::rehearsed(view, refund, RefundParts { lines, tenders })
    } else {
        if !is_replayed {
            carry_out(ctx, &request, id).await?;
        }
        Refund::stored(view_after(&request, organization), id).await?
    };
    Ok(RefundOrderPayload {
        refund: Some(shown),
        replayed: is_replayed,
        user_errors: Vec::new(),
    })
}

/// Carries out a refund that was decided. What fails now is done by the worker.
pub(super) async fn carry_out(
    ctx: &Context<'_>,
    request: &RequestContext,
    id: kernel::RefundId,
) -> Result<()> {
    let gateway = gateway(ctx)?;
    let done = commands::process(&request.store, &*gateway, Some(request.request), id).await;
    if let Err(error) = done {
        tracing::error!(refund = %id, ?error, "the refund was not carried out");
    }
    Ok(())
}
