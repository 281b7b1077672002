//! Switching a gift card off, and on again.

use authz::actions;
use entities::{event::EventAction, gift_card};
use kernel::GiftCardId;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Makes a gift card usable or unusable. What is on it stays owed either way.
pub async fn set_gift_card_active(
    tx: &OrgTx,
    id: GiftCardId,
    is_active: bool,
) -> Result<gift_card::Model, Failure> {
    let granted = tx.load_for::<actions::EditGiftCard>("id", id).await?;
    if granted.is_active == is_active {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let card = tx
        .update(granted, |row| {
            row.is_active = Set(is_active);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    let action = if is_active {
        EventAction::GiftCardActivated
    } else {
        EventAction::GiftCardDeactivated
    };
    let event = NewEvent::new(action, card.id).before(json!({ "isActive": !is_active }));
    tx.emit(event.after(json!({ "isActive": is_active }))).await?;
    Ok(card)
}
