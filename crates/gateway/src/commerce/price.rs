//! Setting and ending prices.

use super::run::on;
use crate::{base::payload, people::MoneyInput};
use async_graphql::{Context, ID, InputObject, Result};
use commerce::price as commands;
use entities::{price, variant};
use futures::FutureExt;
use graph::{DateTime, Price};
use kernel::{PriceId, VariantId};

/// What a variant costs in one currency from a moment on.
#[derive(InputObject)]
pub struct SetPriceInput {
    /// The variant.
    pub variant_id: ID,
    /// What one costs before discounts; zero makes it free.
    pub price: MoneyInput,
    /// Whether sales tax is in the price already; otherwise it comes on top.
    #[graphql(default)]
    pub is_tax_inclusive: bool,
    /// From when on; now, if not given. The price that would be valid then ends at that moment.
    pub valid_from: Option<DateTime>,
}

/// The end of a price without another one.
#[derive(InputObject)]
pub struct EndPriceInput {
    /// The price.
    pub id: ID,
    /// When it ends; now, if not given.
    pub valid_to: Option<DateTime>,
}

payload! {
    /// The price that was set.
    SetPricePayload {
        /// The price.
        price: Price
    }
    /// The price that ends.
    EndPricePayload {
        /// The price.
        price: Price
    }
}

pub(super) async fn set(ctx: &Context<'_>, input: SetPriceInput) -> Result<SetPricePayload> {
    let SetPriceInput {
        variant_id,
        price,
        is_tax_inclusive,
        valid_from,
    } = input;
    let amount = price.into_commerce();
    let done = on::<variant::Entity, VariantId, _, _, _>(
        ctx,
        ("variantId", &variant_id),
        false,
        |tx, variant_id| {
            let new = commands::SetPrice {
                variant_id,
                amount: amount.clone(),
                is_tax_inclusive,
                valid_from: valid_from.map(|at| at.0),
            };
            commands::set_price(tx, new).boxed()
        },
        Price::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn end(ctx: &Context<'_>, input: EndPriceInput) -> Result<EndPricePayload> {
    let EndPriceInput { id, valid_to } = input;
    let done = on::<price::Entity, PriceId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| {
            let end = commands::EndPrice {
                id,
                valid_to: valid_to.map(|at| at.0),
            };
            commands::end_price(tx, end).boxed()
        },
        Price::new,
    );
    Ok(done.await?.into())
}
