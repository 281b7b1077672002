//! Giving up an order.

use crate::base::{parse_id, payload, perform};
use async_graphql::{Context, ID, InputObject, Result};
use commerce::order::cancel_order;
use entities::order;
use futures::FutureExt;
use graph::{Order, RequestContext};
use kernel::OrderId;
use store::Target;

/// Giving up an order that was not paid.
#[derive(InputObject)]
pub struct CancelOrderInput {
    /// The order.
    pub order_id: ID,
    /// Why.
    pub reason: Option<String>,
    /// A key of your own: the same request again with the same key changes nothing and gives the same order.
    pub idempotency_key: String,
    /// Answers what would be, without changing anything.
    #[graphql(default)]
    pub dry_run: bool,
}

payload! {
    /// The order that was given up.
    CancelOrderPayload {
        /// The order.
        order: Order
    }
}

pub(super) async fn cancel(ctx: &Context<'_>, input: CancelOrderInput) -> Result<CancelOrderPayload> {
    let CancelOrderInput {
        order_id,
        reason,
        idempotency_key,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrderId>("orderId", &order_id);
    let target = id.clone().map(|id| Target::of::<order::Entity>("orderId", id));
    let done = perform(&request, target, dry_run, |tx| {
        let (id, reason, key) = (id.clone(), reason.clone(), idempotency_key.clone());
        async move { cancel_order(tx, id?, reason.as_deref(), &key).await }.boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => {
            let view = crate::base::view_after(&request, row.organization_id);
            Ok(Order::new(view, row.into()))
        }
        Err(refused) => Err(refused),
    }
    .into())
}
