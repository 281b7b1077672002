//! Paying out, and calculating it again.

use crate::world::{World, at, code, in_every_world, percent, problem};
use authz::Actor;
use chrono::Duration;
use entities::{
    earning,
    employee::WorkRole,
    event::EventAction,
    ledger_account::AccountCode,
    ledger_transaction::{self, TransactionKind},
    payout, payout_run,
};
use finance::{
    payout::RunPayouts,
    verification::{Verification, verify_payout},
};
use kernel::{Code, PayoutId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use store::Failure;

const USUAL: RunPayouts = RunPayouts {
    minimum: None,
    cutoff: None,
    hold_days: None,
};

impl World {
    async fn verify(&self, actor: &Actor, id: PayoutId) -> Result<Verification, Failure> {
        self.store()
            .rehearse_in(actor, None, &self.target(), |tx| {
                Box::pin(async move { verify_payout(tx, id).await })
            })
            .await
    }
}

#[tokio::test]
async fn what_is_due_is_paid_once() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora, kim) = (
            world.product("p").await,
            world.creator("cora").await,
            world.creator("kim").await,
        );
        world.share(course, cora, "70").await.unwrap();
        world.share(course, kim, "5").await.unwrap();
        world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        let run = world.pay_out(None, "key").await.unwrap();
        let made = run.run.clone().unwrap();
        assert_eq!(
            (made.number, made.minimum_thousandths, made.run_by_employee_id),
            (1, 20_000, world.owner_employee)
        );
        assert_eq!(
            (run.payouts.len(), run.payouts[0].amount_minor, run.replayed),
            (1, 5_880, false)
        );
        assert_eq!(
            (run.carried[0].employee_id, run.carried[0].amount_minor),
            (kim, 420)
        );
        assert_eq!(world.owed(cora, "EUR").await, 0);
        assert_eq!(world.owed(kim, "EUR").await, 420);
        assert_eq!(
            world.balance(AccountCode::Clearing, "EUR").await,
            10_000 - 300 - 5_880
        );
        let posted = world.all::<ledger_transaction::Entity>().await;
        let payout = posted
            .iter()
            .find(|posted| posted.kind == TransactionKind::Payout)
            .unwrap();
        assert_eq!(payout.source_type, "payout_run");
        assert_eq!(world.events(EventAction::PayoutMade).await.len(), 1);
        assert_eq!(world.events(EventAction::PayoutRunCompleted).await.len(), 1);
        // The same key gives the same answer; another finds nobody due, and leaves no trace.
        let replayed = world.pay_out(None, "key").await.unwrap();
        assert!(replayed.replayed);
        assert_eq!((replayed.run.unwrap().id, replayed.payouts.len()), (made.id, 1));
        assert_eq!(
            code(world.pay_out(Some("1"), "key").await),
            Code::IdempotencyConflict
        );
        let other = world.pay_out(None, "other").await.unwrap();
        assert!(other.run.is_none() && other.payouts.is_empty());
        assert_eq!(world.all::<payout_run::Entity>().await.len(), 1);
        // What was carried over is paid with a smaller minimum.
        let small = world.pay_out(Some("4.20"), "small").await.unwrap();
        assert_eq!(
            (small.run.unwrap().number, small.payouts[0].amount_minor),
            (2, 420)
        );
        assert!(
            world
                .all::<earning::Entity>()
                .await
                .iter()
                .all(|earning| earning.payout_id.is_some())
        );
    })
    .await;
}

/// Twenty euros are twenty yen are twenty dinars of a thousand fils.
#[tokio::test]
async fn the_minimum_is_in_major_units_of_each_currency() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "100").await.unwrap();
        for (currency, little, enough) in [("EUR", 1_999, 1), ("JPY", 19, 1), ("BHD", 19_999, 1)] {
            world.sell(currency, 0, &[(course, little, 0)]).await;
            assert!(
                world
                    .pay_out(None, &format!("{currency}1"))
                    .await
                    .unwrap()
                    .payouts
                    .is_empty()
            );
            world.sell(currency, 0, &[(course, enough, 0)]).await;
            let run = world.pay_out(None, &format!("{currency}2")).await.unwrap();
            assert_eq!(run.payouts.len(), 1, "{currency}");
            assert_eq!(run.payouts[0].amount_minor, little + enough);
        }
    })
    .await;
}

#[tokio::test]
async fn only_what_was_earned_before_the_cutoff_counts() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "100").await.unwrap();
        world.sell("EUR", 0, &[(course, 3_000, 0)]).await;
        world.pass(Duration::days(2));
        world.sell("EUR", 0, &[(course, 4_000, 0)]).await;
        world.pass(Duration::days(1));
        let before = RunPayouts {
            cutoff: Some(at("2026-03-14T08:00:00Z")),
            ..USUAL
        };
        assert!(
            world
                .pay_out_as(&world.owner, before, "a")
                .await
                .unwrap()
                .payouts
                .is_empty()
        );
        let held = RunPayouts {
            hold_days: Some(2),
            ..USUAL
        };
        let run = world.pay_out_as(&world.owner, held, "b").await.unwrap();
        assert_eq!(run.payouts[0].amount_minor, 3_000);
        let cutoff = RunPayouts {
            cutoff: Some(at("2026-03-16T08:00:00.000001Z")),
            ..USUAL
        };
        let run = world.pay_out_as(&world.owner, cutoff, "c").await.unwrap();
        assert_eq!(run.payouts[0].amount_minor, 4_000);
    })
    .await;
}

/// Holding back waits for refunds: what was refunded meanwhile is not paid, and what is not held yet is not reduced by refunds of
/// what is.
#[tokio::test]
async fn what_was_refunded_while_it_was_held_is_not_paid() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "100").await.unwrap();
        let returned = world.sell("EUR", 0, &[(course, 8_400, 0)]).await;
        world.sell("EUR", 0, &[(course, 3_000, 0)]).await;
        world.pass(Duration::days(3));
        let late = world.sell("EUR", 0, &[(course, 5_000, 0)]).await;
        world.refund(&returned, 0, (8_400, 0), 0).await.unwrap();
        world.refund(&late, 0, (5_000, 0), 0).await.unwrap();
        let held = || RunPayouts {
            hold_days: Some(2),
            ..USUAL
        };
        let run = world.pay_out_as(&world.owner, held(), "a").await.unwrap();
        assert_eq!(run.payouts[0].amount_minor, 3_000);
        world.pass(Duration::days(2));
        let run = world.pay_out_as(&world.owner, held(), "b").await.unwrap();
        assert!(run.payouts.is_empty());
        assert_eq!(world.owed(cora, "EUR").await, 0);
    })
    .await;
}

/// An answer that is given again lists as carried what is carried, not what has become due since.
#[tokio::test]
async fn a_replay_carries_only_what_is_too_little() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "100").await.unwrap();
        let run = world.pay_out(None, "early").await.unwrap();
        assert!(run.run.is_none() && run.carried.is_empty());
        world.sell("EUR", 0, &[(course, 1_000, 0)]).await;
        let carried = world.pay_out(None, "early").await.unwrap().carried;
        assert_eq!(carried[0].amount_minor, 1_000);
        world.sell("EUR", 0, &[(course, 4_000, 0)]).await;
        let again = world.pay_out(None, "early").await.unwrap();
        assert!(again.replayed && again.payouts.is_empty() && again.carried.is_empty());
    })
    .await;
}

#[tokio::test]
async fn inputs_are_checked_together_and_only_accounting_pays() {
    in_every_world(|world: World| async move {
        let wrong = RunPayouts {
            minimum: Some(percent("-0.0001")),
            cutoff: Some(at("2027-01-01T00:00:00Z")),
            hold_days: Some(366),
        };
        let outcome = world.pay_out_as(&world.owner, wrong, "a").await;
        let Err(Failure::Refused(problems)) = outcome else {
            panic!("{outcome:?}")
        };
        let found: Vec<_> = problems
            .iter()
            .map(|problem| (problem.field[0], problem.code))
            .collect();
        assert_eq!(
            found,
            [
                ("minimum", Code::AmountTooPrecise),
                ("minimum", Code::OutOfRange),
                ("holdDays", Code::OutOfRange),
                ("cutoff", Code::OutOfRange),
            ]
        );
        let (cora, _) = world.hire("cora", WorkRole::Creator).await;
        for actor in [&cora, &world.buyer] {
            let outcome = world.pay_out_as(actor, USUAL, "a").await;
            assert!(matches!(outcome, Err(Failure::Forbidden("payout.run"))));
        }
        let operator = World::operator(&world.user("olga").await);
        let outcome = world.pay_out_as(&operator, USUAL, "a").await;
        assert!(
            matches!(outcome, Err(Failure::Forbidden("payout.run"))),
            "{outcome:?}"
        );
        assert_eq!(problem(world.pay_out(None, "").await).field, ["idempotencyKey"]);
    })
    .await;
}

#[tokio::test]
async fn many_runs_at_once_pay_once() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora, dino) = (
            world.product("p").await,
            world.creator("cora").await,
            world.creator("dino").await,
        );
        world.share(course, cora, "50").await.unwrap();
        world.share(course, dino, "40").await.unwrap();
        world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        let mut tasks = Vec::new();
        for number in 0..50 {
            let payer = world.clone();
            let key = if number % 2 == 0 {
                "same".to_owned()
            } else {
                format!("key {number}")
            };
            tasks.push(tokio::spawn(
                async move { payer.pay_out(None, &key).await.unwrap() },
            ));
            if number % 10 == 0 {
                let world = world.clone();
                tokio::spawn(async move { world.sell("EUR", 0, &[(course, 1, 0)]).await });
            }
        }
        for task in tasks {
            task.await.unwrap();
        }
        let payouts = world.all::<payout::Entity>().await;
        for employee in [cora, dino] {
            let own: Vec<_> = payouts
                .iter()
                .filter(|payout| payout.employee_id == employee)
                .collect();
            assert_eq!(own.len(), 1);
            let earnings = world.all::<earning::Entity>().await;
            let linked = earnings
                .iter()
                .filter(|earning| earning.payout_id == Some(own[0].id));
            assert_eq!(
                linked.map(|earning| earning.amount_minor).sum::<i64>(),
                own[0].amount_minor
            );
        }
        assert_eq!(world.all::<payout_run::Entity>().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_payout_is_calculated_again_from_the_lines() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let course = world.product("p").await;
        let (cora, employee) = world.hire("cora", WorkRole::Creator).await;
        let (dino, other) = world.hire("dino", WorkRole::Creator).await;
        world.share(course, employee, "60").await.unwrap();
        world.share(course, other, "25").await.unwrap();
        let paid = world
            .sell(
                "EUR",
                0,
                &[(course, 13_999, 0), (course, 1, 0), (course, 3_333, 0)],
            )
            .await;
        world.refund(&paid, 0, (3_333, 0), 0).await.unwrap();
        world.refund(&paid, 0, (1_111, 0), 0).await.unwrap();
        let run = world.pay_out(None, "key").await.unwrap();
        // What is in force today does not matter.
        world.pass(Duration::days(1));
        world.fees(100_000, 0, 0).await;
        for payout in &run.payouts {
            let verification = world.verify(&world.owner, payout.id).await.unwrap();
            assert!(verification.matches(), "{verification:?}");
            assert_eq!(verification.recomputed_minor, payout.amount_minor);
        }
        let own = run
            .payouts
            .iter()
            .find(|payout| payout.employee_id == employee)
            .unwrap();
        assert!(world.verify(&cora, own.id).await.unwrap().matches());
        assert!(matches!(
            world.verify(&dino, own.id).await,
            Err(Failure::NotFound("payoutId"))
        ));
        assert!(matches!(
            world.verify(&world.buyer, own.id).await,
            Err(Failure::NotFound("payoutId"))
        ));

        world.falsify(own.id).await;
        let verification = world.verify(&world.owner, own.id).await.unwrap();
        assert!(!verification.matches());
        assert_eq!(verification.differences.len(), 1);
        let difference = &verification.differences[0];
        assert_eq!(difference.found_minor, difference.expected_minor + 1);
    })
    .await;
}

impl World {
    /// Changes an earning of a payout past the store.
    #[expect(clippy::disallowed_methods, reason = "a test falsifies what no command would")]
    async fn falsify(&self, payout: PayoutId) {
        let rows = self.all::<earning::Entity>().await;
        let row = rows
            .into_iter()
            .find(|row| row.payout_id == Some(payout))
            .unwrap();
        let amount = row.amount_minor;
        let mut row = row.into_active_model();
        row.amount_minor = Set(amount + 1);
        row.update(&self.raw).await.unwrap();
    }
}
