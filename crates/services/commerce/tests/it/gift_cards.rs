//! Issuing gift cards, and what the books say about it.

use crate::{
    shop::{Shop, gift_card as promotional, moment},
    world::{code, in_every_world, problems, within},
};
use commerce::gift_card::{GiftCardCode, IssueGiftCard, issue_gift_card, set_gift_card_active};
use entities::{
    event::EventAction,
    gift_card::{self, GiftCardKind},
    ledger_account::{self, AccountCode},
};
use kernel::Code;
use std::collections::BTreeMap;
use store::Failure;

impl Shop {
    /// The balances of the accounts that were used.
    async fn books(&self) -> BTreeMap<AccountCode, i64> {
        let accounts = self.world.all::<ledger_account::Entity>().await;
        accounts
            .iter()
            .map(|account| (account.code, account.balance_minor))
            .collect()
    }
}

#[tokio::test]
async fn what_is_given_away_is_an_expense_and_a_debt() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        // Step 16.
        let issued = shop.issue(promotional("key", "50.00 EUR")).await.unwrap();
        let shown = issued.code.unwrap().reveal();
        assert_eq!(
            shop.books().await,
            [(AccountCode::Promotion, 5_000), (AccountCode::GiftCards, -5_000)].into()
        );
        let card = &shop.world.all::<gift_card::Entity>().await[0];
        assert_eq!((card.initial_minor, card.balance_minor), (5_000, 5_000));
        assert_eq!(card.code_hash, GiftCardCode::typed(&shown).hash());
        assert!(shown.ends_with(&card.code_ending));
        // The code is nowhere but in the hands of whoever issued the card.
        let told = shop.world.events(EventAction::GiftCardIssued).await;
        let told = serde_json::to_string(&told[0].after).unwrap();
        assert!(
            !told.contains(&shown) && !told.contains(&shown.replace('-', "")),
            "{told}"
        );

        let sold = IssueGiftCard {
            kind: GiftCardKind::Purchased,
            ..promotional("other", "20.00 EUR")
        };
        shop.issue(sold).await.unwrap();
        assert_eq!(
            shop.books().await,
            [
                (AccountCode::Promotion, 5_000),
                (AccountCode::GiftCards, -7_000),
                (AccountCode::GiftCardSales, 2_000),
            ]
            .into()
        );
    })
    .await;
}

#[tokio::test]
async fn a_card_is_issued_once_per_key() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let first = shop.issue(promotional("key", "50.00 EUR")).await.unwrap();
        let census = shop.world.census().await;
        let again = shop.issue(promotional("key", "50.00 EUR")).await.unwrap();
        assert_eq!(again.card, first.card);
        assert!(again.code.is_none());
        assert_eq!(
            code(shop.issue(promotional("key", "60.00 EUR")).await),
            Code::IdempotencyConflict
        );
        let wrong = IssueGiftCard {
            expires_at: Some(moment("2026-03-14T08:00:00Z")),
            ..promotional("wrong", "0.00 EUR")
        };
        assert_eq!(
            problems(shop.issue(wrong).await),
            [
                r#"amount.amount OutOfRange {"max":"1000000000.00","min":"0.01"}"#,
                r#"expiresAt InThePast {"now":"2026-03-14T08:00:00Z"}"#,
            ]
        );
        let input = promotional("mine", "50.00 EUR");
        let denied = within!(shop.world, shop.marko, shop.id, |tx, input| issue_gift_card(
            tx, input
        ));
        assert!(
            matches!(denied, Err(Failure::Forbidden("giftCard.issue"))),
            "{denied:?}"
        );
        assert_eq!(shop.world.census().await, census);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_requests_with_one_key_issue_one_card() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let issuing: Vec<_> = (0..50)
            .map(|_| {
                let shop = shop.clone();
                tokio::spawn(async move { shop.issue(promotional("key", "50.00 EUR")).await })
            })
            .collect();
        let mut codes = 0;
        for issued in issuing {
            codes += usize::from(issued.await.unwrap().unwrap().code.is_some());
        }
        assert_eq!(codes, 1);
        assert_eq!(shop.world.all::<gift_card::Entity>().await.len(), 1);
        assert_eq!(shop.books().await[&AccountCode::GiftCards], -5_000);
    })
    .await;
}

#[tokio::test]
async fn a_card_is_switched_off_and_on() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let id = shop.issue(promotional("key", "50.00 EUR")).await.unwrap().card.id;
        for (is_active, version) in [(false, 2), (false, 2), (true, 3)] {
            let card = within!(shop.world, shop.owner, shop.id, |tx| set_gift_card_active(
                tx, id, is_active
            ));
            let card = card.unwrap();
            assert_eq!((card.is_active, card.version), (is_active, version));
        }
        assert_eq!(shop.world.events(EventAction::GiftCardDeactivated).await.len(), 1);
        assert_eq!(shop.world.events(EventAction::GiftCardActivated).await.len(), 1);
    })
    .await;
}
