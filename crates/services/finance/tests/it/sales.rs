//! What an order earns.

use crate::world::{World, at, in_every_world};
use entities::{earning, ledger_account::AccountCode, ledger_transaction, revenue};
use finance::fee_schedule;
use kernel::Rate;

#[tokio::test]
async fn a_line_is_deducted_and_shared() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        let (order, lines) = world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await;
        let rows = world.all::<revenue::Entity>().await;
        let [revenue] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        assert_eq!(
            (
                revenue.gross_minor,
                revenue.platform_fee_minor,
                revenue.processing_fee_minor,
                revenue.withholding_minor,
                revenue.net_minor,
                revenue.organization_minor,
            ),
            (10_000, 500, 300, 800, 8_400, 2_520)
        );
        assert_eq!(revenue.recognized_at, order.paid_at.unwrap());
        assert_eq!(world.earned(&lines[0]).await, vec![(cora, 5_880)]);
        assert_eq!(world.owed(cora, "EUR").await, 5_880);
        assert_eq!(world.balance(AccountCode::Clearing, "EUR").await, 12_200 - 300);
        assert_eq!(world.balance(AccountCode::SalesTax, "EUR").await, -2_200);
        let (debit, credit) = world.trial("EUR").await;
        assert_eq!(debit, credit);
        let posted = world.all::<ledger_transaction::Entity>().await;
        assert_eq!(posted.len(), 1);
        assert_eq!(posted[0].source_type, "order");
        assert_eq!(posted[0].posted_by_user_id, world.buyer.user());
    })
    .await;
}

/// 13.99 among 60, 25 and 10 % with 5 % for the organization (E-A2).
#[tokio::test]
async fn the_largest_remainder_gets_the_cent() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let course = world.product("p").await;
        let mut who = Vec::new();
        for (name, share) in [("ten", "10"), ("sixty", "60"), ("quarter", "25")] {
            let employee = world.creator(name).await;
            world.share(course, employee, share).await.unwrap();
            who.push(employee);
        }
        let (_, lines) = world.sell("EUR", 0, &[(course, 1_399, 0)]).await;
        let expected = vec![(who[1], 705), (who[2], 294), (who[0], 117)];
        assert_eq!(world.earned(&lines[0]).await, expected);
        assert_eq!(world.all::<revenue::Entity>().await[0].organization_minor, 59);
    })
    .await;
}

/// Half-open windows, and a refund that reverses what was credited then (E-A4).
#[tokio::test]
async fn the_moment_of_payment_decides_and_the_past_stays() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        let border = "2026-03-15T00:00:00Z";
        world
            .share_during(course, cora, "70", (None, Some(border)))
            .await
            .unwrap();
        world
            .share_during(course, cora, "50", (Some(border), None))
            .await
            .unwrap();
        world.wait_until("2026-03-14T23:59:59.999Z");
        let before = world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        world.wait_until(border);
        let after = world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        assert_eq!(world.earned(&before.1[0]).await, vec![(cora, 5_880)]);
        assert_eq!(world.earned(&after.1[0]).await, vec![(cora, 4_200)]);
        world.wait_until("2026-04-02T10:00:00Z");
        world.refund(&before, 0, (10_000, 0), 0).await.unwrap();
        assert_eq!(
            world.earned(&before.1[0]).await,
            vec![(cora, 5_880), (cora, -5_880)]
        );
        assert_eq!(world.owed(cora, "EUR").await, 4_200);
    })
    .await;
}

#[tokio::test]
async fn what_is_free_earns_nothing_and_posts_nothing() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        world.sell("EUR", 0, &[(course, 0, 0)]).await;
        assert!(world.all::<revenue::Entity>().await.is_empty());
        assert!(world.all::<earning::Entity>().await.is_empty());
        assert!(world.all::<ledger_transaction::Entity>().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn each_currency_has_its_own_books() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "60").await.unwrap();
        world.sell("EUR", 0, &[(course, 7_200, 1_584)]).await;
        let euros = world.balances("EUR").await;
        world.sell("USD", 0, &[(course, 12_000, 0)]).await;
        assert_eq!(world.balances("EUR").await, euros);
        assert_eq!(world.owed(cora, "USD").await, 6_048);
        world.sell("JPY", 0, &[(course, 13_455, 1_345)]).await;
        assert_eq!(world.trial("JPY").await.0, world.trial("JPY").await.1);
    })
    .await;
}

/// Rates are those of the order, whatever is set today (rule m6).
#[tokio::test]
async fn fee_rates_are_found_by_the_moment() {
    in_every_world(|world: World| async move {
        let rates = |moment: &'static str| {
            let world = world.clone();
            async move {
                let target = world.target();
                let found = world.store().write_in(&world.owner, None, &target, |tx| {
                    Box::pin(async move { fee_schedule::at(tx, at(moment)).await.map(|terms| terms.rates) })
                });
                found.await.unwrap()
            }
        };
        assert_eq!(rates("2026-03-14T08:00:00Z").await.platform, Rate::ZERO);
        world.usual_fees().await;
        assert_eq!(rates("2026-03-14T07:59:59Z").await.platform, Rate::ZERO);
        assert_eq!(rates("2026-03-14T08:00:00Z").await.platform.ppm(), 50_000);
        world.pass(chrono::Duration::days(1));
        world.fees(60_000, 0, 0).await;
        assert_eq!(rates("2026-03-15T07:59:59.999999Z").await.platform.ppm(), 50_000);
        assert_eq!(rates("2026-03-15T08:00:00Z").await.platform.ppm(), 60_000);
    })
    .await;
}

/// Sales of one product at once: every one is posted, on accounts that none of them found there.
#[tokio::test]
async fn fifty_sales_at_once_open_each_account_once() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        let sales = (0..50).map(|_| {
            let world = world.clone();
            tokio::spawn(async move { world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await })
        });
        for sale in sales.collect::<Vec<_>>() {
            sale.await.unwrap();
        }
        assert_eq!(world.owed(cora, "EUR").await, 50 * 5_880);
        let accounts = world.balances("EUR").await;
        let all = world.all::<entities::ledger_account::Entity>().await;
        assert_eq!(all.len(), accounts.len());
        assert_eq!(world.trial("EUR").await.0, world.trial("EUR").await.1);
    })
    .await;
}
