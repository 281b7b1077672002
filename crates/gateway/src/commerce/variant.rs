//! Adding and changing the forms in which a product is sold.

use super::run::on;
use crate::base::{patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use commerce::product as commands;
use entities::{product, variant};
use futures::FutureExt;
use graph::Variant;
use kernel::{ProductId, VariantId};

/// A new variant of a product.
#[derive(InputObject)]
pub struct AddVariantInput {
    /// The product.
    pub product_id: ID,
    /// The name shown, such as `Team of five`.
    pub name: String,
    /// Your own article number, unique in the organization.
    pub sku: Option<String>,
}

/// What changes in a variant. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateVariantInput {
    /// The variant.
    pub id: ID,
    /// The name shown.
    pub name: MaybeUndefined<String>,
    /// Your own article number; null clears it.
    pub sku: MaybeUndefined<String>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Putting a variant on sale, together with its product.
#[derive(InputObject)]
pub struct ActivateVariantInput {
    /// The variant.
    pub id: ID,
}

/// Taking a variant off sale.
#[derive(InputObject)]
pub struct DeactivateVariantInput {
    /// The variant.
    pub id: ID,
}

payload! {
    /// The new variant.
    AddVariantPayload {
        /// The variant. It can be bought as soon as it has a price.
        variant: Variant
    }
    /// The changed variant.
    UpdateVariantPayload {
        /// The variant.
        variant: Variant
    }
    /// The variant on sale.
    ActivateVariantPayload {
        /// The variant.
        variant: Variant
    }
    /// The variant that is off sale.
    DeactivateVariantPayload {
        /// The variant.
        variant: Variant
    }
}

pub(super) async fn add(ctx: &Context<'_>, input: AddVariantInput) -> Result<AddVariantPayload> {
    let AddVariantInput {
        product_id,
        name,
        sku,
    } = input;
    let done = on::<product::Entity, ProductId, _, _, _>(
        ctx,
        ("productId", &product_id),
        false,
        |tx, product_id| {
            let new = commands::AddVariant {
                product_id,
                name: name.clone(),
                sku: sku.clone(),
            };
            commands::add_variant(tx, new).boxed()
        },
        Variant::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateVariantInput) -> Result<UpdateVariantPayload> {
    let UpdateVariantInput {
        id,
        name,
        sku,
        expected_version,
    } = input;
    let change = commands::UpdateVariant {
        name: patch(name, |text| text),
        sku: patch(sku, |text| text),
        expected_version,
    };
    let done = on::<variant::Entity, VariantId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::update_variant(tx, id, change.clone()).boxed(),
        Variant::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn activate(
    ctx: &Context<'_>,
    input: ActivateVariantInput,
) -> Result<ActivateVariantPayload> {
    let ActivateVariantInput { id } = input;
    let done = on::<variant::Entity, VariantId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::set_variant_active(tx, id, true).boxed(),
        Variant::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn deactivate(
    ctx: &Context<'_>,
    input: DeactivateVariantInput,
) -> Result<DeactivateVariantPayload> {
    let DeactivateVariantInput { id } = input;
    let done = on::<variant::Entity, VariantId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::set_variant_active(tx, id, false).boxed(),
        Variant::new,
    );
    Ok(done.await?.into())
}
