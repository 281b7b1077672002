//! Giving back what an order had reserved when it is given up.

use authz::{
    Entails,
    actions::{CancelOrder, SettlePayment},
};
use entities::{gift_card, gift_card_use, offer, offer_use};
use kernel::OrderId;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use store::{Failure, Granted, OrgTx};

/// An action by which an order is given up.
pub(crate) trait Releases:
    Entails<offer::Entity>
    + Entails<offer_use::Entity>
    + Entails<gift_card::Entity>
    + Entails<gift_card_use::Entity>
{
}

impl Releases for CancelOrder {}
impl Releases for SettlePayment {}

/// Makes the offers of an order usable again and puts the money back onto its gift cards. Offers come before gift cards
/// and each in the order of their ids, as quotes lock them, so that nobody gets stuck.
pub(super) async fn release<A: Releases>(
    tx: &OrgTx,
    because: &Granted<A>,
    order: OrderId,
) -> Result<(), Failure> {
    let of_order = Condition::all()
        .add(offer_use::Column::OrderId.eq(order))
        .add(offer_use::Column::IsReleased.eq(false));
    let mut uses = tx
        .load_entailed::<A, offer_use::Entity>(because, of_order)
        .await?;
    uses.sort_unstable_by_key(|used| used.offer_id);
    for used in uses {
        let which = offer::Column::Id.eq(used.offer_id);
        for offer in tx.load_entailed::<A, offer::Entity>(because, which).await? {
            let left = offer.uses - 1;
            tx.update(offer, |row| row.uses = Set(left)).await?;
        }
        tx.update(used, |row| row.is_released = Set(true)).await?;
    }
    let of_order = gift_card_use::Column::OrderId.eq(order);
    let mut uses = tx
        .load_entailed::<A, gift_card_use::Entity>(because, of_order)
        .await?;
    uses.sort_unstable_by_key(|used| used.gift_card_id);
    for used in uses {
        let amount = used.amount_minor - used.refunded_minor;
        let which = gift_card::Column::Id.eq(used.gift_card_id);
        for card in tx.load_entailed::<A, gift_card::Entity>(because, which).await? {
            let balance = card.balance_minor + amount;
            tx.update(card, |row| row.balance_minor = Set(balance)).await?;
        }
        let all = used.amount_minor;
        tx.update(used, |row| {
            row.refunded_minor = Set(all);
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    Ok(())
}
