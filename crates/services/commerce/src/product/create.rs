//! Making a product.

use super::{taken, variant};
use authz::actions;
use entities::{
    course,
    event::EventAction,
    product::{self, ProductStatus},
};
use kernel::{CourseId, Problems, TextLimits, line, paragraph, slug};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// A new product.
#[derive(Clone, Debug)]
pub struct CreateProduct {
    /// Its name in addresses, unique in the organization.
    pub slug: String,
    /// The name shown.
    pub name: String,
    /// A few words; plain text.
    pub description: Option<String>,
    /// The course that buyers get. At most one product per course.
    pub course_id: Option<CourseId>,
}

/// Makes a product that is not on sale yet, with a first variant called `Standard`.
///
/// Refuses with `SLUG_TAKEN`, `COURSE_SOLD_ALREADY`, `NOT_FOUND`.
pub async fn create_product(tx: &OrgTx, input: CreateProduct) -> Result<product::Model, Failure> {
    tx.may_create::<actions::CreateProduct>()?;
    let CreateProduct {
        slug: address,
        name,
        description,
        course_id,
    } = input;
    let mut problems = Problems::default();
    let address = problems.take(slug("slug", &address));
    let name = problems.take(line("name", &name, TextLimits::NAME));
    let description = description.map(|text| paragraph("description", &text, TextLimits::PARAGRAPH));
    let description = description.and_then(|checked| problems.take(checked)).flatten();
    problems.into_result()?;
    let (Some(address), Some(name)) = (address, name) else {
        return Err(crate::changes::incomplete());
    };
    if let Some(course) = course_id {
        exists(tx, course).await?;
    }
    let product = tx
        .create::<actions::CreateProduct>(product::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            slug: Set(address),
            name: Set(name),
            description: Set(description),
            course_id: Set(course_id),
            status: Set(ProductStatus::Draft),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await
        .map_err(taken)?;
    tx.emit(
        NewEvent::new(EventAction::ProductCreated, product.id).after(json!({
            "slug": product.slug,
            "name": product.name,
            "courseId": product.course_id.map(|id| id.to_string()),
        })),
    )
    .await?;
    let granted = tx.load_for::<actions::EditProduct>("id", product.id).await?;
    variant::first(tx, &granted).await?;
    Ok(product)
}

/// Whether the actor sees the course that is to be sold.
pub(super) async fn exists(tx: &OrgTx, id: CourseId) -> Result<(), Failure> {
    let course = tx.find::<course::Entity>().filter(course::Column::Id.eq(id));
    let found = course.one().await?;
    found.map(|_| ()).ok_or(Failure::NotFound("courseId"))
}
