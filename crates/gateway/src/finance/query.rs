//! What can be asked about money beside what organizations show.

use super::payout;
use async_graphql::{Context, ID, Object, Result};
use graph::PayoutVerification;

/// What can be asked about money.
#[derive(Debug, Default)]
pub struct FinanceQuery;

#[Object]
impl FinanceQuery {
    /// Calculates a payout again, from the order lines, fee rates, shares and refunds behind it. For whoever was paid
    /// and for accounting.
    #[graphql(complexity = "50 + child_complexity")]
    async fn verify_payout(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The payout.")] payout_id: ID,
    ) -> Result<PayoutVerification> {
        payout::verify(ctx, &payout_id).await
    }
}
