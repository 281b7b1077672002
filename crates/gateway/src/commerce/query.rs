//! What customers ask before they buy.

use super::quote::{self, QuoteInput, QuotePayload};
use async_graphql::{Context, Object, Result};

/// What customers ask before they buy.
#[derive(Debug, Default)]
pub struct CatalogueQuery;

#[Object]
impl CatalogueQuery {
    /// What a cart costs you at this moment, and why: prices, offers, tax, gift cards, and what is left to pay. Nothing is
    /// stored and nothing is reserved. For members of the organization.
    #[graphql(complexity = "20 + child_complexity")]
    async fn quote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cart.")] input: QuoteInput,
    ) -> Result<QuotePayload> {
        quote::quote(ctx, input).await
    }
}
