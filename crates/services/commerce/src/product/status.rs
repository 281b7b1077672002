//! Putting a product on sale, and taking it off.

use authz::actions;
use entities::{
    event::EventAction,
    product::{self, ProductStatus},
};
use kernel::ProductId;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Puts a product on sale. It can be bought in every currency in which a variant of it has a price.
pub async fn activate_product(tx: &OrgTx, id: ProductId) -> Result<product::Model, Failure> {
    set(tx, id, ProductStatus::Active, EventAction::ProductActivated).await
}

/// Takes a product off sale. Whoever bought it keeps it.
pub async fn archive_product(tx: &OrgTx, id: ProductId) -> Result<product::Model, Failure> {
    set(tx, id, ProductStatus::Archived, EventAction::ProductArchived).await
}

async fn set(
    tx: &OrgTx,
    id: ProductId,
    status: ProductStatus,
    action: EventAction,
) -> Result<product::Model, Failure> {
    let granted = tx.load_for::<actions::EditProduct>("id", id).await?;
    if granted.status == status {
        return Ok(granted.clone());
    }
    let (was, version) = (granted.status, granted.version + 1);
    let product = tx
        .update(granted, |row| {
            row.status = Set(status);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(action, product.id)
            .before(json!({ "status": was }))
            .after(json!({ "status": product.status })),
    )
    .await?;
    Ok(product)
}
