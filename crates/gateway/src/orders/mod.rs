//! Root fields of orders, payments and refunds.

mod cancel;
mod decide;
mod mutation;
mod place;
mod refund;

pub use mutation::OrderMutation;

use async_graphql::{Context, Result};
use payments::PaymentGateway;
use std::sync::Arc;

/// The way money moves.
fn gateway(ctx: &Context<'_>) -> Result<Arc<dyn PaymentGateway>> {
    Ok(Arc::clone(ctx.data::<Arc<dyn PaymentGateway>>()?))
}
