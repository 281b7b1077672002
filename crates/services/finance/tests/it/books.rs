//! The gift cards in the books, and one platform day.

use crate::world::{World, in_every_world};
use authz::actions::IssueGiftCard;
use entities::{gift_card::GiftCardKind, ledger_account::AccountCode, ledger_transaction};
use finance::gift_card::issued;

impl World {
    async fn issue(&self, kind: GiftCardKind, minor: i64) {
        let card = self.gift_card(kind, minor).await;
        let organization = self.organization;
        self.store()
            .write_in(&self.owner, None, &self.target(), |tx| {
                let card = card.clone();
                Box::pin(async move {
                    let granted = tx
                        .load_for::<IssueGiftCard>("organizationId", organization)
                        .await?;
                    issued(tx, &granted, &card).await
                })
            })
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn gift_cards_are_owed() {
    in_every_world(|world: World| async move {
        world.issue(GiftCardKind::Promotional, 5_000).await;
        assert_eq!(world.balance(AccountCode::Promotion, "EUR").await, 5_000);
        assert_eq!(world.balance(AccountCode::GiftCards, "EUR").await, -5_000);
        world.issue(GiftCardKind::Purchased, 2_000).await;
        assert_eq!(world.balance(AccountCode::GiftCardSales, "EUR").await, 2_000);
        assert_eq!(world.balance(AccountCode::GiftCards, "EUR").await, -7_000);
        assert_eq!(world.all::<ledger_transaction::Entity>().await.len(), 2);
    })
    .await;
}

/// The orders O1, the first installment of O2 as an order of its own, O3 and O4 of the day; then payouts and a refund.
#[tokio::test]
async fn one_day_comes_to_the_cent() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (first, second) = (world.product("p1").await, world.product("p2").await);
        let (cora, dino, kim) = (
            world.creator("cora").await,
            world.creator("dino").await,
            world.creator("kim").await,
        );
        let border = "2026-03-15T00:00:00Z";
        for (who, before, after) in [(cora, "60", "50"), (dino, "20", "30"), (kim, "5", "5")] {
            world
                .share_during(first, who, before, (None, Some(border)))
                .await
                .unwrap();
            world
                .share_during(first, who, after, (Some(border), None))
                .await
                .unwrap();
        }
        world.share(second, dino, "70").await.unwrap();
        world.issue(GiftCardKind::Promotional, 5_000).await;
        let o1 = world.sell("EUR", 5_000, &[(first, 7_200, 1_584)]).await;
        world.sell("EUR", 0, &[(first, 3_333, 734)]).await;
        world.wait_until("2026-03-14T23:59:59Z");
        world.sell("USD", 0, &[(first, 12_000, 0)]).await;
        world.wait_until(border);
        let o4 = world
            .sell("EUR", 0, &[(first, 8_667, 1_907), (second, 4_332, 953)])
            .await;
        assert_eq!(
            world.earned(&o4.1[0]).await,
            vec![(cora, 3_641), (dino, 2_184), (kim, 364)]
        );
        assert_eq!(world.earned(&o4.1[1]).await, vec![(dino, 2_547)]);

        assert_eq!(world.trial("EUR").await, (48_026, 48_026));
        assert_eq!(world.trial("USD").await, (22_128, 22_128));
        assert_eq!(world.balance(AccountCode::GiftCards, "EUR").await, 0);

        world.wait_until("2026-03-16T12:00:00Z");
        let run = world.pay_out(None, "one").await.unwrap();
        let mut paid: Vec<_> = run
            .payouts
            .iter()
            .map(|payout| (payout.employee_id, payout.currency.as_str(), payout.amount_minor))
            .collect();
        paid.sort_by_key(|(_, currency, amount)| (*currency, std::cmp::Reverse(*amount)));
        let expected = vec![
            (cora, "EUR", 8_949),
            (dino, "EUR", 6_501),
            (cora, "USD", 6_048),
            (dino, "USD", 2_016),
        ];
        assert_eq!(paid, expected);
        let carried: Vec<_> = run
            .carried
            .iter()
            .map(|balance| {
                (
                    balance.employee_id,
                    balance.currency.as_str(),
                    balance.amount_minor,
                )
            })
            .collect();
        assert_eq!(carried, vec![(kim, "EUR", 806), (kim, "USD", 504)]);
        assert_eq!(world.balance(AccountCode::Clearing, "EUR").await, 7_554);
        let again = world.pay_out(None, "two").await.unwrap();
        assert!(again.payouts.is_empty() && again.run.is_none());

        world.refund(&o1, 0, (3_600, 792), 2_500).await.unwrap();
        assert_eq!(world.trial("EUR").await, (30_065, 30_065));
        assert_eq!(world.balance(AccountCode::ProcessingFee, "EUR").await, 706);
    })
    .await;
}

/// Looking over the books finds nothing, and finds what somebody has put wrong past the store.
#[tokio::test]
async fn the_books_can_be_looked_over() {
    in_every_world(|world: World| async move {
        let look = || async {
            finance::audit::look_over(world.store(), world.organization)
                .await
                .unwrap()
        };
        assert!(look().await.is_empty());
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        let paid = world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await;
        world.sell("USD", 0, &[(course, 10_000, 0)]).await;
        world.refund(&paid, 0, (100, 22), 0).await.unwrap();
        world.issue(GiftCardKind::Promotional, 5_000).await;
        world.pay_out(None, "key").await.unwrap();
        let found = look().await;
        assert!(found.values().all(finance::audit::Books::agree), "{found:?}");
        assert_eq!((found["EUR"].transactions, found["USD"].transactions), (4, 2));
        let organizations = finance::audit::organizations(world.store()).await.unwrap();
        assert_eq!(organizations.len(), 1);

        world.falsify_books().await;
        let found = look().await;
        assert!(!found["EUR"].agree());
        assert_eq!(found["EUR"].wrong_accounts.len(), 1);
        let wrong = &found["EUR"].wrong_accounts[0];
        assert_eq!(wrong.stored_minor, wrong.posted_minor + 1);
        assert_eq!(found["EUR"].transactions_without_source.len(), 1);
        assert!(found["USD"].agree());
    })
    .await;
}

impl World {
    /// Moves a balance, and takes away what a transaction is about, as only the owner of the tables can.
    async fn falsify_books(&self) {
        use sea_orm::{ConnectionTrait, DbBackend};
        let on = |sql: &str| {
            let (raw, sql) = (self.raw.clone(), sql.to_owned());
            async move { raw.execute_unprepared(&sql).await.unwrap() }
        };
        let postgres = self.raw.get_database_backend() == DbBackend::Postgres;
        let unguarded = if postgres {
            "ALTER TABLE ledger_account DISABLE TRIGGER ledger_account_is_kept"
        } else {
            "DROP TRIGGER ledger_account_moves_with_postings"
        };
        on(unguarded).await;
        on("UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE code = 'PROMOTION'").await;
        on("DELETE FROM gift_card").await;
    }
}
