//! The forms in which a product is sold. All of them change under the lock of their product.

use crate::changes::{Changes, checked, put, unchanged_since};
use authz::{Consequence, actions::EditProduct};
use entities::{
    event::EventAction,
    variant::{self, Column},
};
use kernel::{Code, Patch, Problem, Problems, ProductId, TextLimits, VariantId, line, optional_line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx, StoreError};

/// The most variants of a product.
const MOST: usize = 50;

type Locked = Granted<Consequence<EditProduct, variant::Entity>>;

/// A new variant.
#[derive(Clone, Debug)]
pub struct AddVariant {
    /// The product.
    pub product_id: ProductId,
    /// The name shown, such as `Team of five`.
    pub name: String,
    /// The organization's own article number, unique in the organization.
    pub sku: Option<String>,
}

/// New data of a variant.
#[derive(Clone, Debug, Default)]
pub struct UpdateVariant {
    /// The name shown.
    pub name: Patch<String>,
    /// The organization's own article number.
    pub sku: Patch<String>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Adds a variant that can be bought as soon as it has a price.
///
/// Refuses with `SKU_TAKEN`, `OUT_OF_RANGE` beyond fifty variants.
pub async fn add_variant(tx: &OrgTx, input: AddVariant) -> Result<variant::Model, Failure> {
    let AddVariant {
        product_id,
        name,
        sku,
    } = input;
    let granted = tx.load_for::<EditProduct>("productId", product_id).await?;
    let mut problems = Problems::default();
    let name = problems.take(line("name", &name, TextLimits::NAME));
    let sku = sku.map(|text| optional_line("sku", &text, TextLimits::NAME));
    let sku = sku.and_then(|checked| problems.take(checked)).flatten();
    problems.into_result()?;
    let name = name.ok_or_else(crate::changes::incomplete)?;
    let others = tx
        .find_for_rule::<variant::Entity>()
        .filter(Column::ProductId.eq(granted.id))
        .all()
        .await?;
    if others.len() >= MOST {
        return Err(Problem::at("productId", Code::OutOfRange)
            .with("min", 1)
            .with("max", MOST)
            .into());
    }
    let last = others
        .iter()
        .map(|other| other.position)
        .max()
        .unwrap_or_default();
    add(tx, &granted, name, sku, last + 1).await
}

/// The variant that a product begins with.
pub(super) async fn first(tx: &OrgTx, product: &Granted<EditProduct>) -> Result<variant::Model, Failure> {
    add(tx, product, "Standard".to_owned(), None, 1).await
}

async fn add(
    tx: &OrgTx,
    product: &Granted<EditProduct>,
    name: String,
    sku: Option<String>,
    position: i32,
) -> Result<variant::Model, Failure> {
    let variant = tx
        .create_from::<EditProduct, variant::Entity>(
            product,
            variant::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                product_id: Set(product.id),
                name: Set(name),
                sku: Set(sku),
                position: Set(position),
                is_active: Set(true),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
            },
        )
        .await
        .map_err(taken)?;
    tx.emit(NewEvent::new(EventAction::VariantAdded, variant.id).after(json!({
        "productId": variant.product_id.to_string(),
        "name": variant.name,
        "sku": variant.sku,
    })))
    .await?;
    Ok(variant)
}

/// Changes a variant.
///
/// Refuses with `SKU_TAKEN`, `VERSION_CONFLICT`.
pub async fn update_variant(
    tx: &OrgTx,
    id: VariantId,
    input: UpdateVariant,
) -> Result<variant::Model, Failure> {
    let (_product, granted) = of_variant(tx, "id", id).await?;
    let UpdateVariant {
        name,
        sku,
        expected_version,
    } = input;
    let mut problems = Problems::default();
    let name = checked(&mut problems, "name", name, |text| {
        line("name", &text, TextLimits::NAME)
    });
    let sku = sku
        .try_map(|text| optional_line("sku", &text, TextLimits::NAME))
        .map(|patch| patch.changed().map(Option::flatten));
    let sku = problems.take(sku).flatten();
    problems.into_result()?;
    unchanged_since(expected_version, granted.version)?;
    let mut changes = Changes::default();
    let name = changes.note("name", &granted.name, name);
    let sku = changes.note("sku", &granted.sku, sku);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.name, name);
            put(&mut row.sku, sku);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await
        .map_err(|error: StoreError| taken(error.into()))?;
    tx.emit(changes.tell(NewEvent::new(EventAction::VariantUpdated, updated.id)))
        .await?;
    Ok(updated)
}

/// Puts a variant on sale with its product, or takes it off.
pub async fn set_variant_active(
    tx: &OrgTx,
    id: VariantId,
    is_active: bool,
) -> Result<variant::Model, Failure> {
    let (_product, granted) = of_variant(tx, "id", id).await?;
    if granted.is_active == is_active {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            row.is_active = Set(is_active);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::VariantUpdated, updated.id)
            .before(json!({ "isActive": !is_active }))
            .after(json!({ "isActive": is_active })),
    )
    .await?;
    Ok(updated)
}

/// A variant together with its product, both locked, the product first.
pub(crate) async fn of_variant(
    tx: &OrgTx,
    field: &'static str,
    id: VariantId,
) -> Result<(Granted<EditProduct>, Locked), Failure> {
    let variant = tx.find::<variant::Entity>().filter(Column::Id.eq(id));
    let variant = variant.one().await?.ok_or(Failure::NotFound(field))?;
    let product = tx.load_for::<EditProduct>(field, variant.product_id).await?;
    let locked = tx
        .load_entailed::<EditProduct, variant::Entity>(&product, Column::Id.eq(id))
        .await?;
    let variant = locked.into_iter().next().ok_or(Failure::NotFound(field))?;
    Ok((product, variant))
}

fn taken(failure: Failure) -> Failure {
    failure.when_taken("sku", || Problem::at("sku", Code::SkuTaken))
}
