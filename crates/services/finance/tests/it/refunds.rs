//! What refunds take back.

use crate::world::{World, in_every_world};
use entities::{fee_schedule::RefundedFeeBearer, ledger_account::AccountCode, revenue};

/// 33.33, 33.33 and 33.34 of 100.00 (E-A10).
#[tokio::test]
async fn parts_add_up_to_the_whole() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        let paid = world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await;
        for (net, tax) in [(3_333, 733), (3_333, 733), (3_334, 734)] {
            world.refund(&paid, 0, (net, tax), 0).await.unwrap();
        }
        let expected = [5_880, -1_960, -1_959, -1_961].map(|amount| (cora, amount));
        assert_eq!(world.earned(&paid.1[0]).await, expected);
        let mut rows = world.all::<revenue::Entity>().await;
        rows.sort_by_key(|row| row.position);
        let kept: Vec<i64> = rows.iter().map(|row| row.organization_minor).collect();
        assert_eq!(kept, [2_520, -840, -840, -840]);
        assert_eq!(world.owed(cora, "EUR").await, 0);
        // All is given back but the fee that the provider keeps.
        assert_eq!(world.trial("EUR").await, (300, 300));
        assert_eq!(world.balance(AccountCode::Clearing, "EUR").await, -300);
        assert_eq!(world.balance(AccountCode::ProcessingFee, "EUR").await, 300);
        // There is nothing left to give back.
        assert!(world.refund(&paid, 0, (1, 0), 0).await.is_err());
    })
    .await;
}

/// The same where it is agreed that the provider's fee is shared: 3.00 as the sale was, 70 to 30.
#[tokio::test]
async fn the_fee_of_the_provider_can_be_shared() {
    in_every_world(|world: World| async move {
        world
            .agree(50_000, 30_000, 80_000, RefundedFeeBearer::Shared)
            .await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        let paid = world.sell("EUR", 0, &[(course, 10_000, 2_200)]).await;
        // What is agreed later is for later orders.
        world.pass(chrono::Duration::days(1));
        world.usual_fees().await;
        for (net, tax) in [(3_333, 733), (3_333, 733), (3_334, 734)] {
            world.refund(&paid, 0, (net, tax), 0).await.unwrap();
        }
        let expected = [5_880, -2_030, -2_029, -2_031].map(|amount| (cora, amount));
        assert_eq!(world.earned(&paid.1[0]).await, expected);
        let mut rows = world.all::<revenue::Entity>().await;
        rows.sort_by_key(|row| row.position);
        let kept: Vec<_> = rows
            .iter()
            .map(|row| (row.processing_fee_minor, row.organization_minor))
            .collect();
        assert_eq!(kept, [(300, 2_520), (0, -870), (0, -870), (0, -870)]);
        assert_eq!(world.owed(cora, "EUR").await, -210);
        assert_eq!(world.balance(AccountCode::Clearing, "EUR").await, -300);
        assert_eq!(world.balance(AccountCode::ProcessingFee, "EUR").await, 300);
    })
    .await;
}

/// 40.00 of 100.00, after what was earned has been paid out (E-A9).
#[tokio::test]
async fn a_refund_after_a_payout_is_carried_by_who_earned() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "70").await.unwrap();
        let paid = world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        let run = world.pay_out(None, "first").await.unwrap();
        assert_eq!(run.payouts[0].amount_minor, 5_880);
        world.pass(chrono::Duration::days(1));
        world.refund(&paid, 0, (4_000, 0), 0).await.unwrap();
        let row = world
            .all::<revenue::Entity>()
            .await
            .into_iter()
            .find(|row| row.position == 1);
        let row = row.unwrap();
        assert_eq!(
            (
                row.gross_minor,
                row.platform_fee_minor,
                row.processing_fee_minor,
                row.withholding_minor,
                row.organization_minor,
            ),
            (-4_000, -200, -120, -320, -1_008)
        );
        assert_eq!(world.owed(cora, "EUR").await, -2_352);
        // The next sale earns 20.00, which is not enough.
        world.sell("EUR", 0, &[(course, 3_401, 0)]).await;
        assert_eq!(world.owed(cora, "EUR").await, -352);
        let run = world.pay_out(Some("0"), "second").await.unwrap();
        assert!(run.run.is_none() && run.payouts.is_empty());
        assert_eq!(run.carried.len(), 1);
        assert_eq!(
            (run.carried[0].employee_id, run.carried[0].amount_minor),
            (cora, -352)
        );
    })
    .await;
}

/// A cent that is all tax can be given back as well.
#[tokio::test]
async fn a_line_of_nothing_but_tax_is_given_back() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let course = world.product("p").await;
        let paid = world.sell("EUR", 0, &[(course, 0, 1)]).await;
        assert_eq!(world.balance(AccountCode::SalesTax, "EUR").await, -1);
        world.refund(&paid, 0, (0, 1), 0).await.unwrap();
        assert_eq!(world.trial("EUR").await, (0, 0));
    })
    .await;
}

/// Half of an order that a gift card paid for in part.
#[tokio::test]
async fn it_goes_back_to_what_was_paid_with() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let course = world.product("p").await;
        let mut who = Vec::new();
        for (name, share) in [("cora", "60"), ("dino", "20"), ("kim", "5")] {
            who.push(world.creator(name).await);
            world.share(course, *who.last().unwrap(), share).await.unwrap();
        }
        let paid = world.sell("EUR", 5_000, &[(course, 7_200, 1_584)]).await;
        assert_eq!(world.balance(AccountCode::GiftCards, "EUR").await, 5_000);
        world.refund(&paid, 0, (3_600, 792), 2_500).await.unwrap();
        assert_eq!(world.balance(AccountCode::GiftCards, "EUR").await, 2_500);
        assert_eq!(
            world.balance(AccountCode::Clearing, "EUR").await,
            3_784 - 216 - 1_892
        );
        assert_eq!(world.balance(AccountCode::SalesTax, "EUR").await, -792);
        assert_eq!(world.balance(AccountCode::PlatformPayable, "EUR").await, -180);
        assert_eq!(world.balance(AccountCode::WithholdingPayable, "EUR").await, -288);
        assert_eq!(world.balance(AccountCode::ProcessingFee, "EUR").await, 216);
        let earned = world.earned(&paid.1[0]).await;
        let expected = [
            (0, 3_629),
            (1, 1_210),
            (2, 302),
            (0, -1_815),
            (1, -605),
            (2, -151),
        ];
        assert_eq!(
            earned,
            expected.map(|(index, amount): (usize, i64)| (who[index], amount))
        );
    })
    .await;
}
