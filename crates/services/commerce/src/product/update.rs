//! Changing what is said about a product, and which course it sells.

use super::{create::exists, taken};
use crate::changes::{Changes, checked, put, unchanged_since};
use authz::actions;
use entities::{event::EventAction, product};
use kernel::{CourseId, Patch, Problems, ProductId, TextLimits, line, paragraph, slug};
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx, StoreError};

/// New data of a product.
#[derive(Clone, Debug, Default)]
pub struct UpdateProduct {
    /// Its name in addresses.
    pub slug: Patch<String>,
    /// The name shown.
    pub name: Patch<String>,
    /// A few words.
    pub description: Patch<String>,
    /// The course that buyers get from now on. What was bought stays what it was.
    pub course_id: Patch<CourseId>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes a product.
///
/// Refuses with `SLUG_TAKEN`, `COURSE_SOLD_ALREADY`, `NOT_FOUND`, `VERSION_CONFLICT`.
pub async fn update_product(
    tx: &OrgTx,
    id: ProductId,
    input: UpdateProduct,
) -> Result<product::Model, Failure> {
    let granted = tx.load_for::<actions::EditProduct>("id", id).await?;
    let UpdateProduct {
        slug: address,
        name,
        description,
        course_id,
        expected_version,
    } = input;
    let mut problems = Problems::default();
    let address = checked(&mut problems, "slug", address, |text| slug("slug", &text));
    let name = checked(&mut problems, "name", name, |text| {
        line("name", &text, TextLimits::NAME)
    });
    let description = description
        .try_map(|text| paragraph("description", &text, TextLimits::PARAGRAPH))
        .map(|patch| patch.changed().map(Option::flatten));
    let description = problems.take(description).flatten();
    problems.into_result()?;
    unchanged_since(expected_version, granted.version)?;
    if let Patch::Set(course) = course_id {
        exists(tx, course).await?;
    }

    let mut changes = Changes::default();
    let address = changes.note("slug", &granted.slug, address);
    let name = changes.note("name", &granted.name, name);
    let description = changes.note("description", &granted.description, description);
    let course_id = course_id.changed().filter(|new| *new != granted.course_id);
    let told = |id: Option<CourseId>| id.map(|id| id.to_string());
    changes.note("courseId", &told(granted.course_id), course_id.map(told));
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.slug, address);
            put(&mut row.name, name);
            put(&mut row.description, description);
            put(&mut row.course_id, course_id);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await
        .map_err(|error: StoreError| taken(error.into()))?;
    tx.emit(changes.tell(NewEvent::new(EventAction::ProductUpdated, updated.id)))
        .await?;
    Ok(updated)
}
