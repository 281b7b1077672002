//! Everything that is stored, against everything that the model knows.

use super::{
    Run,
    state::{CURRENCIES, Currency},
};
use entities::{earning, gift_card, ledger_account, ledger_posting, offer, order};
use std::collections::BTreeMap;

fn known(currency: &str) -> Currency {
    CURRENCIES.iter().find(|(code, _)| *code == currency).unwrap().0
}

impl Run {
    pub(super) async fn check(&self) {
        let (world, state) = (self.till.world(), &self.state);
        let (mut books, mut currencies) = (BTreeMap::new(), BTreeMap::new());
        for account in world.all::<ledger_account::Entity>().await {
            let key = (account.code, known(&account.currency), account.employee_id);
            currencies.insert(account.id, key.1);
            assert!(books.insert(key, account.balance_minor).is_none());
        }
        books.retain(|_, balance| *balance != 0);
        let mut expected = state.books.clone();
        expected.retain(|_, balance| *balance != 0);
        assert_eq!(books, expected);
        let mut sums: BTreeMap<_, i64> = BTreeMap::new();
        for posting in world.all::<ledger_posting::Entity>().await {
            *sums
                .entry((posting.transaction_id, currencies[&posting.account_id]))
                .or_default() += posting.amount_minor;
        }
        assert!(sums.values().all(|sum| *sum == 0));

        let cards: BTreeMap<_, i64> = world
            .all::<gift_card::Entity>()
            .await
            .iter()
            .map(|card| (card.id, card.balance_minor))
            .collect();
        assert_eq!(
            cards,
            state.cards.iter().map(|card| (card.id, card.balance)).collect()
        );
        let offers: BTreeMap<_, i64> = world
            .all::<offer::Entity>()
            .await
            .iter()
            .map(|offer| (offer.id, offer.uses.into()))
            .collect();
        assert_eq!(
            offers,
            state
                .offers
                .iter()
                .map(|offer| (offer.id, offer.uses.iter().sum()))
                .collect()
        );
        let orders: BTreeMap<_, _> = world
            .all::<order::Entity>()
            .await
            .iter()
            .map(|order| (order.id, (order.status, order.refunded_minor)))
            .collect();
        assert_eq!(
            orders,
            state
                .orders
                .iter()
                .map(|order| (order.id, (order.status, order.refunded)))
                .collect()
        );
        let mut unpaid: BTreeMap<_, i64> = BTreeMap::new();
        for row in world.all::<earning::Entity>().await {
            if row.payout_id.is_none() {
                *unpaid.entry((known(&row.currency), row.employee_id)).or_default() += row.amount_minor;
            }
        }
        unpaid.retain(|_, amount| *amount != 0);
        let mut expected = state.unpaid.clone();
        expected.retain(|_, amount| *amount != 0);
        assert_eq!(unpaid, expected);
    }
}
