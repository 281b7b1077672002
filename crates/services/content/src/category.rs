//! The subjects of the catalogue.

use crate::{
    changes::{Changes, checked, nullable, put},
    order,
    text::{slug_taken, take_turn},
};
use authz::actions::{CreateCategory, EditCategory};
use entities::{category, event::EventAction};
use kernel::{CategoryId, Code, Patch, Problem, Problems, TextLimits, line, paragraph};
use sea_orm::{ActiveValue::Set, Condition};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// The most subjects an organization can have; they are shown as one list.
const MOST: i32 = 200;

/// A new subject.
#[derive(Clone, Debug, Default)]
pub struct NewCategory {
    /// The name shown.
    pub name: String,
    /// The name in addresses; made of the name if not given.
    pub slug: Option<String>,
    /// A few words.
    pub description: Option<String>,
}

/// New data of a subject.
#[derive(Clone, Debug, Default)]
pub struct UpdateCategory {
    /// The name shown.
    pub name: Patch<String>,
    /// The name in addresses.
    pub slug: Patch<String>,
    /// A few words.
    pub description: Patch<String>,
    /// Place in the list, from 1.
    pub position: Patch<i32>,
}

fn derived(name: &str) -> Result<String, Problem> {
    kernel::slug("slug", &crate::text::numbered(&slug::slugify(name), 1))
}

/// Adds a subject at the end of the list. Refuses with `SLUG_TAKEN`.
pub async fn create_category(tx: &OrgTx, input: NewCategory) -> Result<category::Model, Failure> {
    let NewCategory {
        name,
        slug,
        description,
    } = input;
    tx.may_create::<CreateCategory>()?;
    let mut problems = Problems::default();
    let name = problems.take(line("name", &name, TextLimits::NAME));
    let slug = problems.take(match (&slug, &name) {
        (Some(slug), _) => kernel::slug("slug", slug),
        (None, Some(name)) => derived(name),
        (None, None) => Ok(String::new()),
    });
    let description = problems.take(paragraph(
        "description",
        description.as_deref().unwrap_or_default(),
        TextLimits::LINE,
    ));
    problems.into_result()?;
    let (Some(name), Some(slug), Some(description)) = (name, slug, description) else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    take_turn(tx).await?;
    let count = tx.find_for_rule::<category::Entity>().count().await?;
    let row = category::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        name: Set(name),
        slug: Set(slug),
        description: Set(description),
        position: Set(order::next(count, MOST)?),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let category = tx
        .create::<CreateCategory>(row)
        .await
        .map_err(|failure| failure.when_taken("slug", slug_taken))?;
    tx.emit(
        NewEvent::new(EventAction::CategoryCreated, category.id)
            .after(json!({ "name": category.name, "slug": category.slug })),
    )
    .await?;
    Ok(category)
}

/// Changes a subject. Refuses with `SLUG_TAKEN`, `OUT_OF_RANGE`.
pub async fn update_category(
    tx: &OrgTx,
    id: CategoryId,
    input: UpdateCategory,
) -> Result<category::Model, Failure> {
    let UpdateCategory {
        name,
        slug,
        description,
        position,
    } = input;
    let granted = tx.load_for::<EditCategory>("id", id).await?;
    let mut problems = Problems::default();
    let name = checked(&mut problems, "name", name, |text| {
        line("name", &text, TextLimits::NAME)
    });
    let slug = checked(&mut problems, "slug", slug, |text| kernel::slug("slug", &text));
    let description = nullable(&mut problems, description, |text| {
        paragraph("description", &text, TextLimits::LINE)
    });
    let position = checked(&mut problems, "position", position, Ok);
    problems.into_result()?;

    let mut changes = Changes::default();
    let place = changes.note("position", &granted.position, position);
    if let Some(position) = place {
        take_turn(tx).await?;
        let all = tx
            .load_entailed::<EditCategory, category::Entity>(&granted, Condition::all())
            .await?;
        let index = order::checked("position", position, all.len())?;
        order::arrange(tx, all, Some((id, index))).await?;
    }
    let name = changes.note("name", &granted.name, name);
    let slug = changes.note("slug", &granted.slug, slug);
    let description = changes.note("description", &granted.description, description);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let updated = tx
        .update(granted, |row| {
            put(&mut row.name, name);
            put(&mut row.slug, slug);
            put(&mut row.description, description);
            put(&mut row.position, place);
            row.updated_at = Set(tx.now());
        })
        .await
        .map_err(|error| Failure::from(error).when_taken("slug", slug_taken))?;
    tx.emit(changes.tell(NewEvent::new(EventAction::CategoryUpdated, updated.id)))
        .await?;
    Ok(updated)
}

/// Whether a subject is there, as an answer about one field of an input.
pub(crate) async fn known(
    tx: &OrgTx,
    field: &'static str,
    id: CategoryId,
) -> Result<Result<CategoryId, Problem>, Failure> {
    use sea_orm::ColumnTrait;
    let found = tx
        .find::<category::Entity>()
        .filter(category::Column::Id.eq(id))
        .one()
        .await?;
    Ok(found
        .map(|row| row.id)
        .ok_or_else(|| Problem::at(field, Code::NotFound)))
}
