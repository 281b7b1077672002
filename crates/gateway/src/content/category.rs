//! Adding and changing the subjects of the catalogue.

use crate::base::{change, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use content::category::{NewCategory, UpdateCategory, create_category, update_category};
use entities::{category, organization};
use futures::FutureExt;
use graph::Category;
use kernel::{CategoryId, OrganizationId};

/// A new subject.
#[derive(InputObject)]
pub struct CreateCategoryInput {
    /// The organization.
    pub organization_id: ID,
    /// The name shown; 1 to 100 characters.
    pub name: String,
    /// The name in addresses: lower-case letters, digits and single hyphens. Made from the name if not given.
    pub slug: Option<String>,
    /// A few words; at most 500 characters.
    pub description: Option<String>,
}

/// What changes in a subject. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateCategoryInput {
    /// The subject.
    pub id: ID,
    /// The name shown.
    pub name: MaybeUndefined<String>,
    /// The name in addresses. Links with the old one no longer work.
    pub slug: MaybeUndefined<String>,
    /// A few words; null clears them.
    pub description: MaybeUndefined<String>,
    /// Place in the list, from 1; the others make room.
    pub position: MaybeUndefined<i32>,
}

payload! {
    /// The new subject.
    CreateCategoryPayload {
        /// The subject.
        category: Category
    }
    /// The changed subject.
    UpdateCategoryPayload {
        /// The subject.
        category: Category
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateCategoryInput) -> Result<CreateCategoryPayload> {
    let CreateCategoryInput {
        organization_id,
        name,
        slug,
        description,
    } = input;
    let new = NewCategory {
        name,
        slug,
        description,
    };
    let done = change::<organization::Entity, OrganizationId, _, _>(
        ctx,
        "organizationId",
        &organization_id,
        |tx, _| create_category(tx, new.clone()).boxed(),
    );
    Ok(done.await?.map(|(_, row)| Category::new(row)).into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateCategoryInput) -> Result<UpdateCategoryPayload> {
    let UpdateCategoryInput {
        id,
        name,
        slug,
        description,
        position,
    } = input;
    let update = UpdateCategory {
        name: patch(name, |name| name),
        slug: patch(slug, |slug| slug),
        description: patch(description, |text| text),
        position: patch(position, |place| place),
    };
    let done = change::<category::Entity, CategoryId, _, _>(ctx, "id", &id, |tx, id| {
        update_category(tx, id, update.clone()).boxed()
    });
    Ok(done.await?.map(|(_, row)| Category::new(row)).into())
}
