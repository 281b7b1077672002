//! Making and changing products.

use super::run::on;
use crate::base::{optional_id, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use commerce::product as commands;
use entities::{organization, product};
use futures::FutureExt;
use graph::Product;
use kernel::{CourseId, OrganizationId, Patch, ProductId};

/// A new product.
#[derive(InputObject)]
pub struct CreateProductInput {
    /// The organization.
    pub organization_id: ID,
    /// Its name in addresses: lower-case letters, digits and single hyphens; unique in the organization.
    pub slug: String,
    /// The name shown; 1 to 100 characters.
    pub name: String,
    /// A few words; plain text.
    pub description: Option<String>,
    /// The course that buyers get. A course is sold by at most one product.
    pub course_id: Option<ID>,
}

/// What changes in a product. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateProductInput {
    /// The product.
    pub id: ID,
    /// Its name in addresses. Links with the old one no longer work.
    pub slug: MaybeUndefined<String>,
    /// The name shown.
    pub name: MaybeUndefined<String>,
    /// A few words; null clears it.
    pub description: MaybeUndefined<String>,
    /// The course that buyers get from now on; null: none.
    pub course_id: MaybeUndefined<ID>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Putting a product on sale.
#[derive(InputObject)]
pub struct ActivateProductInput {
    /// The product.
    pub id: ID,
}

/// Taking a product off sale.
#[derive(InputObject)]
pub struct ArchiveProductInput {
    /// The product.
    pub id: ID,
}

payload! {
    /// The new product.
    CreateProductPayload {
        /// The product, a draft with one variant that has no price yet.
        product: Product
    }
    /// The changed product.
    UpdateProductPayload {
        /// The product.
        product: Product
    }
    /// The product on sale.
    ActivateProductPayload {
        /// The product.
        product: Product
    }
    /// The archived product.
    ArchiveProductPayload {
        /// The product.
        product: Product
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateProductInput) -> Result<CreateProductPayload> {
    let CreateProductInput {
        organization_id,
        slug,
        name,
        description,
        course_id,
    } = input;
    let course = optional_id::<CourseId>("courseId", course_id.as_ref());
    let done = on::<organization::Entity, OrganizationId, _, _, _>(
        ctx,
        ("organizationId", &organization_id),
        false,
        |tx, _| {
            let new = course.clone().map(|course_id| commands::CreateProduct {
                slug: slug.clone(),
                name: name.clone(),
                description: description.clone(),
                course_id,
            });
            async move { commands::create_product(tx, new?).await }.boxed()
        },
        Product::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateProductInput) -> Result<UpdateProductPayload> {
    let UpdateProductInput {
        id,
        slug,
        name,
        description,
        course_id,
        expected_version,
    } = input;
    let course = patch(course_id, |id| id);
    let course: std::result::Result<Patch<CourseId>, _> =
        course.try_map(|id| crate::base::parse_id("courseId", &id));
    let (slug, name, description) = (
        patch(slug, |text| text),
        patch(name, |text| text),
        patch(description, |text| text),
    );
    let done = on::<product::Entity, ProductId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| {
            let change = course.clone().map(|course_id| commands::UpdateProduct {
                slug: slug.clone(),
                name: name.clone(),
                description: description.clone(),
                course_id,
                expected_version,
            });
            async move { commands::update_product(tx, id, change?).await }.boxed()
        },
        Product::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn activate(
    ctx: &Context<'_>,
    input: ActivateProductInput,
) -> Result<ActivateProductPayload> {
    let ActivateProductInput { id } = input;
    let done = on::<product::Entity, ProductId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::activate_product(tx, id).boxed(),
        Product::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn archive(ctx: &Context<'_>, input: ArchiveProductInput) -> Result<ArchiveProductPayload> {
    let ArchiveProductInput { id } = input;
    let done = on::<product::Entity, ProductId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::archive_product(tx, id).boxed(),
        Product::new,
    );
    Ok(done.await?.into())
}
