//! Everything that changes orders. Each field is one line; the work is beside it.

use super::{
    cancel::{self, CancelOrderInput, CancelOrderPayload},
    decide::{self, ApproveRefundInput, ApproveRefundPayload, RejectRefundInput, RejectRefundPayload},
    place::{self, PlaceOrderInput, PlaceOrderPayload},
    refund::{self, RefundOrderInput, RefundOrderPayload},
};
use crate::rate::{HEAVY, WRITE};
use async_graphql::{Context, Object, Result};

/// Changes to orders.
#[derive(Debug, Default)]
pub struct OrderMutation;

#[Object]
impl OrderMutation {
    /// Places an order and asks the payment provider for the money. It costs what `quote` of the same moment says. Needs
    /// a membership: see `joinOrganization`.
    ///
    /// With the test provider, which moves no money, `paymentMethod` is one of `test_ok` (captured at once),
    /// `test_decline`, `test_insufficient_funds` (declined at once), `test_3ds` (waits for the customer), `test_delayed`
    /// (waits for a message of the provider), `test_refund_delayed` and `test_refund_fails` (captured at once; refunds
    /// wait, or fail).
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn place_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: PlaceOrderInput,
    ) -> Result<PlaceOrderPayload> {
        place::place(ctx, input).await
    }

    /// Gives up an order that was not paid: offers become usable again, and gift cards get their money back. Customers may
    /// do it with their own orders; everybody else needs MANAGE_SUPPORT.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn cancel_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CancelOrderInput,
    ) -> Result<CancelOrderPayload> {
        cancel::cancel(ctx, input).await
    }

    /// Gives money of a paid order back, in proportion to what it was paid with. Needs ISSUE_REFUNDS; with MANAGE_SUPPORT,
    /// what is beyond `Organization.supportRefundLimit` waits for `approveRefund`.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn refund_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RefundOrderInput,
    ) -> Result<RefundOrderPayload> {
        refund::refund(ctx, input).await
    }

    /// Approves a refund that waits for approval, and gives the money back. Needs ISSUE_REFUNDS; nobody approves what they
    /// asked for themselves.
    #[graphql(complexity = "HEAVY + child_complexity")]
    async fn approve_refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ApproveRefundInput,
    ) -> Result<ApproveRefundPayload> {
        decide::approve(ctx, input).await
    }

    /// Turns a refund down that waits for approval. Needs ISSUE_REFUNDS; nobody decides on what they asked for themselves.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn reject_refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RejectRefundInput,
    ) -> Result<RejectRefundPayload> {
        decide::reject(ctx, input).await
    }
}
