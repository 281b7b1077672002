//! Everything that changes what is sold and what it costs. Each field is one line; the work is beside it.

use super::{
    gift_card::{
        self, IssueGiftCardInput, IssueGiftCardPayload, SetGiftCardActiveInput, SetGiftCardActivePayload,
    },
    offer::{
        self, ActivateOfferInput, ActivateOfferPayload, CreateOfferInput, CreateOfferPayload,
        DeactivateOfferInput, DeactivateOfferPayload, UpdateOfferInput, UpdateOfferPayload,
    },
    price::{self, EndPriceInput, EndPricePayload, SetPriceInput, SetPricePayload},
    product::{
        self, ActivateProductInput, ActivateProductPayload, ArchiveProductInput, ArchiveProductPayload,
        CreateProductInput, CreateProductPayload, UpdateProductInput, UpdateProductPayload,
    },
    tax_rate::{self, CreateTaxRateInput, CreateTaxRatePayload},
    variant::{
        self, ActivateVariantInput, ActivateVariantPayload, AddVariantInput, AddVariantPayload,
        DeactivateVariantInput, DeactivateVariantPayload, UpdateVariantInput, UpdateVariantPayload,
    },
};
use crate::rate::WRITE;
use async_graphql::{Context, Object, Result};

/// Changes to what is sold and what it costs.
#[derive(Debug, Default)]
pub struct CatalogueMutation;

#[Object]
impl CatalogueMutation {
    /// Makes a product with a first variant, not on sale yet. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateProductInput,
    ) -> Result<CreateProductPayload> {
        product::create(ctx, input).await
    }

    /// Changes a product. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateProductInput,
    ) -> Result<UpdateProductPayload> {
        product::update(ctx, input).await
    }

    /// Puts a product on sale. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn activate_product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ActivateProductInput,
    ) -> Result<ActivateProductPayload> {
        product::activate(ctx, input).await
    }

    /// Takes a product off sale; whoever bought it keeps it. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn archive_product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ArchiveProductInput,
    ) -> Result<ArchiveProductPayload> {
        product::archive(ctx, input).await
    }

    /// Adds a form in which a product is sold. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn add_variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddVariantInput,
    ) -> Result<AddVariantPayload> {
        variant::add(ctx, input).await
    }

    /// Changes a variant. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateVariantInput,
    ) -> Result<UpdateVariantPayload> {
        variant::update(ctx, input).await
    }

    /// Puts a variant on sale, together with its product. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn activate_variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ActivateVariantInput,
    ) -> Result<ActivateVariantPayload> {
        variant::activate(ctx, input).await
    }

    /// Takes a variant off sale. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn deactivate_variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeactivateVariantInput,
    ) -> Result<DeactivateVariantPayload> {
        variant::deactivate(ctx, input).await
    }

    /// Sets what a variant costs in one currency from a moment on; the price before it ends then and stays in the history. Needs MANAGE_PRICES and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn set_price(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetPriceInput,
    ) -> Result<SetPricePayload> {
        price::set(ctx, input).await
    }

    /// Ends a price without another one: the variant can no longer be bought in its currency. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn end_price(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: EndPriceInput,
    ) -> Result<EndPricePayload> {
        price::end(ctx, input).await
    }

    /// Makes a discount, for whoever knows its code or for everybody. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateOfferInput,
    ) -> Result<CreateOfferPayload> {
        offer::create(ctx, input).await
    }

    /// Changes an offer; orders that used it stay what they are. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateOfferInput,
    ) -> Result<UpdateOfferPayload> {
        offer::update(ctx, input).await
    }

    /// Switches an offer on again. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn activate_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ActivateOfferInput,
    ) -> Result<ActivateOfferPayload> {
        offer::activate(ctx, input).await
    }

    /// Switches an offer off. Needs MANAGE_PRICES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn deactivate_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeactivateOfferInput,
    ) -> Result<DeactivateOfferPayload> {
        offer::deactivate(ctx, input).await
    }

    /// Sets the sales tax of a jurisdiction from a moment on, as its next version. Needs MANAGE_TAX and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_tax_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateTaxRateInput,
    ) -> Result<CreateTaxRatePayload> {
        tax_rate::create(ctx, input).await
    }

    /// Issues a gift card and posts what it is worth. Its code is shown in this answer only. Needs ISSUE_GIFT_CARDS and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn issue_gift_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: IssueGiftCardInput,
    ) -> Result<IssueGiftCardPayload> {
        gift_card::issue(ctx, input).await
    }

    /// Switches a gift card off, or on again; what is on it stays. Needs ISSUE_GIFT_CARDS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn set_gift_card_active(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetGiftCardActiveInput,
    ) -> Result<SetGiftCardActivePayload> {
        gift_card::set_active(ctx, input).await
    }
}
