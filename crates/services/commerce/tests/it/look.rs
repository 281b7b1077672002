//! Looking at what is stored, past every scope.

use crate::world::World;
use entities::{
    event::{self, EventAction},
    gift_card, ledger_posting, ledger_transaction, offer, price, product, tax_rate, variant,
};
use sea_orm::EntityTrait;
use store::CrossOrganization;

impl World {
    /// All rows of a table, whoever they belong to.
    pub(crate) async fn all<E: EntityTrait<Model: entities::ByPosition>>(&self) -> Vec<E::Model> {
        let across = self.store().across(CrossOrganization::Doctor);
        across.find::<E>().all().await.unwrap()
    }

    /// The events of a kind, in the order in which they happened.
    pub(crate) async fn events(&self, action: EventAction) -> Vec<event::Model> {
        let mut events = self.all::<event::Entity>().await;
        events.retain(|event| event.action == action);
        events.sort_unstable_by_key(|event| (event.occurred_at, event.id));
        events
    }

    /// The number of rows and events, to see that a refusal or a quote has written nothing.
    pub(crate) async fn census(&self) -> Vec<usize> {
        vec![
            self.all::<product::Entity>().await.len(),
            self.all::<variant::Entity>().await.len(),
            self.all::<price::Entity>().await.len(),
            self.all::<offer::Entity>().await.len(),
            self.all::<tax_rate::Entity>().await.len(),
            self.all::<gift_card::Entity>().await.len(),
            self.all::<ledger_transaction::Entity>().await.len(),
            self.all::<ledger_posting::Entity>().await.len(),
            self.all::<event::Entity>().await.len(),
        ]
    }
}
