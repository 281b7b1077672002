//! Everything that changes who earns what. Each field is one line; the work is beside it.

use super::{
    attribution::{
        self, ChangeAttributionShareInput, ChangeAttributionSharePayload, CreateAttributionInput,
        CreateAttributionPayload, EndAttributionInput, EndAttributionPayload,
    },
    books::{
        self, CloseBooksInput, CloseBooksPayload, PostLedgerEntryInput, PostLedgerEntryPayload,
        ReverseLedgerEntryInput, ReverseLedgerEntryPayload,
    },
    fee_schedule::{self, SetFeeScheduleInput, SetFeeSchedulePayload},
    payout::{self, RunPayoutsInput, RunPayoutsPayload},
};
use crate::rate::{RUN, WRITE};
use async_graphql::{Context, Object, Result};

/// Changes to who earns what.
#[derive(Debug, Default)]
pub struct FinanceMutation;

#[Object]
impl FinanceMutation {
    /// Sets what is taken from every sale, from a moment on. For platform operators only.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn set_fee_schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetFeeScheduleInput,
    ) -> Result<SetFeeSchedulePayload> {
        fee_schedule::set(ctx, input).await
    }

    /// Gives an employee a share of what a product earns. The shares of a product are never more than 100 % together, at
    /// any instant. Needs MANAGE_ATTRIBUTION and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_attribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateAttributionInput,
    ) -> Result<CreateAttributionPayload> {
        attribution::create(ctx, input).await
    }

    /// Sets when a share ends. What was earned stays earned. Needs MANAGE_ATTRIBUTION and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn end_attribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: EndAttributionInput,
    ) -> Result<EndAttributionPayload> {
        attribution::end(ctx, input).await
    }

    /// Changes how much somebody earns from a moment on: one attribution ends and another begins, so nothing past
    /// changes. Needs MANAGE_ATTRIBUTION and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn change_attribution_share(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ChangeAttributionShareInput,
    ) -> Result<ChangeAttributionSharePayload> {
        attribution::change_share(ctx, input).await
    }

    /// Pays every employee, in every currency, what they have earned and were not paid, if it is at least the minimum.
    /// Needs POST_ACCOUNTING and an employment of your own.
    #[graphql(complexity = "RUN + child_complexity")]
    async fn run_payouts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RunPayoutsInput,
    ) -> Result<RunPayoutsPayload> {
        payout::run(ctx, input).await
    }

    /// Posts an entry into the books by hand, such as sales tax that was handed over. Needs POST_ACCOUNTING and an employment
    /// of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn post_ledger_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: PostLedgerEntryInput,
    ) -> Result<PostLedgerEntryPayload> {
        books::post(ctx, input).await
    }

    /// Takes an entry by hand back with the opposite one. Needs POST_ACCOUNTING and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn reverse_ledger_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReverseLedgerEntryInput,
    ) -> Result<ReverseLedgerEntryPayload> {
        books::reverse(ctx, input).await
    }

    /// Closes the books through a day that is over. Nothing is posted into that time any more, by nobody, and books are not
    /// opened again: what is found later is posted into the open ones. The same day again changes nothing. Needs
    /// POST_ACCOUNTING and an employment of your own.
    #[graphql(complexity = "RUN + child_complexity")]
    async fn close_books(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CloseBooksInput,
    ) -> Result<CloseBooksPayload> {
        books::close(ctx, input).await
    }
}
