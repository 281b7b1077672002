//! Who earns which share, and when.

use crate::world::{World, at, code, in_every_world, percent, problem, within};
use authz::Actor;
use chrono::Duration;
use entities::{
    attribution::{self, AttributionKind},
    employee::{self, EmployeeStatus, WorkRole},
    event::EventAction,
};
use finance::attribution::{
    ChangeShare, Changed, NewAttribution, Whom, change_attribution_share, create_attribution, end_attribution,
};
use kernel::{AttributionId, Code, EmployeeId};
use people::{employee::terminate_employee, member::remove_member};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use store::Failure;

impl World {
    pub(crate) async fn end(
        &self,
        id: AttributionId,
        to: Option<&str>,
    ) -> Result<attribution::Model, Failure> {
        let to = to.map(at);
        within!(self, self.owner, |tx| end_attribution(tx, id, to))
    }

    pub(crate) async fn change(
        &self,
        id: AttributionId,
        share: &str,
        from: Option<&str>,
    ) -> Result<Changed, Failure> {
        let change = ChangeShare {
            share: percent(share),
            effective_from: from.map(at),
        };
        self.store()
            .write_in(&self.owner, None, &self.target(), |tx| {
                let change = change.clone();
                Box::pin(async move { change_attribution_share(tx, id, change).await })
            })
            .await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test ends an employment past the store"
    )]
    async fn terminate(&self, id: EmployeeId) {
        let rows = self.all::<employee::Entity>().await;
        let row = rows.into_iter().find(|row| row.id == id).unwrap();
        let mut row = row.into_active_model();
        row.status = Set(EmployeeStatus::Terminated);
        row.update(&self.raw).await.unwrap();
    }
}

fn new(product: kernel::ProductId, employee: Whom) -> NewAttribution {
    NewAttribution {
        product,
        employee,
        kind: AttributionKind::Reviewer,
        share: percent("5"),
        effective_from: None,
        effective_to: None,
    }
}

async fn try_create(
    world: &World,
    actor: &Actor,
    input: NewAttribution,
) -> Result<attribution::Model, Failure> {
    world
        .store()
        .write_in(actor, None, &world.target(), |tx| {
            let input = input.clone();
            Box::pin(async move { create_attribution(tx, input).await })
        })
        .await
}

/// 60, 20 and 5 %, then 15.01 more, then exactly what is left.
#[tokio::test]
async fn the_pool_has_an_end() {
    in_every_world(|world: World| async move {
        let course = world.product("p").await;
        for (name, share) in [("cora", "60"), ("dino", "20"), ("kim", "5")] {
            let employee = world.creator(name).await;
            world.share(course, employee, share).await.unwrap();
        }
        let ivo = world.creator("ivo").await;
        let refused = problem(world.share(course, ivo, "15.01").await);
        assert_eq!(refused.code, Code::RevenuePoolExceeded);
        assert_eq!(refused.field, ["share"]);
        assert_eq!(
            serde_json::Value::Object(refused.params),
            serde_json::json!({ "requested": "15.01", "available": "15.00", "total": "100.01", "at": "2026-03-14T08:00:00Z" })
        );
        assert_eq!(world.all::<attribution::Entity>().await.len(), 3);
        assert_eq!(world.events(EventAction::AttributionCreated).await.len(), 3);
        let last = world.share(course, ivo, "15").await.unwrap();
        assert_eq!((last.share_ppm, last.version), (150_000, 1));
        assert_eq!(last.effective_from, world.now());
        let event = &world.events(EventAction::AttributionCreated).await[3];
        assert_eq!(event.after.as_ref().unwrap()["share"], "15.00");
        // Another product has a pool of its own.
        let other = world.product("q").await;
        world.share(other, ivo, "100").await.unwrap();
        assert_eq!(code(world.share(other, ivo, "0.0001").await), Code::RevenuePoolExceeded);
    })
    .await;
}

/// E-A6: at every instant, not only today.
#[tokio::test]
async fn windows_that_meet_share_the_pool() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        let (january, june, july) = (
            "2026-01-01T00:00:00Z",
            "2026-06-01T00:00:00Z",
            "2026-07-01T00:00:00Z",
        );
        let first = world
            .share_during(course, cora, "60", (Some(january), Some(july)))
            .await
            .unwrap();
        let refused = problem(world.share_during(course, cora, "60", (Some(june), None)).await);
        assert_eq!(refused.code, Code::RevenuePoolExceeded);
        assert_eq!(
            (&refused.params["at"], &refused.params["total"]),
            (&june.into(), &"120.00".into())
        );
        world.end(first.id, Some(june)).await.unwrap();
        world
            .share_during(course, cora, "60", (Some(june), None))
            .await
            .unwrap();
        // It cannot be made longer again.
        assert_eq!(
            code(world.end(first.id, Some(july)).await),
            Code::RevenuePoolExceeded
        );
    })
    .await;
}

/// E-A7: two at once on the last five per cent; then fifty.
#[tokio::test]
async fn the_pool_holds_under_many_hands() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        world.share(course, cora, "95").await.unwrap();
        for hands in [2, 50] {
            let tries = (0..hands).map(|_| {
                let world = world.clone();
                tokio::spawn(async move { world.share(course, cora, "5").await })
            });
            let mut won = 0;
            for attempt in tries.collect::<Vec<_>>() {
                match attempt.await.unwrap() {
                    Ok(row) => {
                        won += 1;
                        let over = (row.effective_from + Duration::seconds(1)).to_rfc3339();
                        world.end(row.id, Some(&over)).await.unwrap();
                    }
                    Err(Failure::Refused(problems)) => {
                        assert_eq!(problems[0].code, Code::RevenuePoolExceeded);
                        assert_eq!(problems[0].params["available"], "0.00");
                    }
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert_eq!(won, 1);
            world.pass(Duration::hours(1));
        }
    })
    .await;
}

/// E-A8.
#[tokio::test]
async fn only_employees_are_attributed() {
    in_every_world(|world: World| async move {
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        let member = Whom::Member(world.buyer_member);
        let refused = problem(try_create(&world, &world.owner, new(course, member)).await);
        assert_eq!(
            (refused.code, refused.field[0]),
            (Code::NotAnEmployee, "employeeId")
        );
        let nobody = Whom::Employee(world.store().new_id());
        assert_eq!(
            code(try_create(&world, &world.owner, new(course, nobody)).await),
            Code::NotFound
        );

        world.usual_fees().await;
        let own = world.share(course, cora, "70").await.unwrap();
        world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        world.pass(Duration::days(1));
        world.end(own.id, None).await.unwrap();
        world.terminate(cora).await;
        let gone = problem(world.share(course, cora, "70").await);
        assert_eq!(gone.code, Code::NotAnEmployee);
        assert_eq!(gone.params["status"], "TERMINATED");
        // What was earned before is still paid.
        let run = world.pay_out(None, "key").await.unwrap();
        assert_eq!(
            (run.payouts[0].employee_id, run.payouts[0].amount_minor),
            (cora, 5_880)
        );

        // Through the membership, whoever works here is found.
        let (dino, employee) = world.hire("dino", WorkRole::Creator).await;
        let member = Whom::Member(world.own(&dino).await.id);
        let made = try_create(&world, &world.owner, new(course, member))
            .await
            .unwrap();
        assert_eq!(made.employee_id, employee);
    })
    .await;
}

/// E-A8: whoever stops working here keeps what was earned, earns nothing more, and leaves the room to others.
#[tokio::test]
async fn shares_end_with_the_employment() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, other) = (world.product("p").await, world.product("q").await);
        let (cora, dino) = (world.creator("cora").await, world.creator("dino").await);
        world.share(course, cora, "60").await.unwrap();
        world.share(course, dino, "20").await.unwrap();
        world.share(other, cora, "100").await.unwrap();
        let border = "2026-03-15T00:00:00Z";
        let planned = world
            .share_during(course, cora, "10", (Some(border), None))
            .await
            .unwrap();
        let over = world
            .share_during(other, dino, "5", (Some(border), Some("2026-03-16T00:00:00Z")))
            .await;
        assert_eq!(code(over), Code::RevenuePoolExceeded);
        let sold = world.sell("EUR", 0, &[(course, 7_200, 1_584)]).await;
        let earned = [(cora, 3_629), (dino, 1_210)];
        assert_eq!(world.earned(&sold.1[0]).await, earned);

        // In the very moment of the sale.
        within!(world, world.owner, |tx| terminate_employee(tx, cora, "Moved on")).unwrap();
        assert_eq!(world.events(EventAction::AttributionEnded).await.len(), 3);
        let shares = world.all::<attribution::Entity>().await;
        assert!(shares.iter().all(|share| share.id != planned.id));
        for share in shares.iter().filter(|share| share.employee_id == cora) {
            assert!(share.effective_to.unwrap() <= world.now() + Duration::milliseconds(1));
        }
        world.pass(Duration::seconds(1));
        let next = world.sell("EUR", 0, &[(course, 7_200, 1_584)]).await;
        assert_eq!(world.earned(&next.1[0]).await, [(dino, 1_210)]);
        world.share(course, dino, "80").await.unwrap();
        world.share(other, dino, "100").await.unwrap();
        assert_eq!(code(world.share(other, cora, "1").await), Code::NotAnEmployee);
        let ended = shares.iter().find(|share| share.employee_id == cora).unwrap();
        let longer = world.end(ended.id, Some("2030-01-01T00:00:00Z")).await;
        assert_eq!(code(longer), Code::NotAnEmployee);
        let gone = world.change(planned.id, "1", None).await;
        assert!(matches!(gone, Err(Failure::NotFound("id"))));

        assert_eq!(world.earned(&sold.1[0]).await, earned);
        let run = world.pay_out(Some("20.00"), "run").await.unwrap();
        let paid: Vec<_> = run.payouts.iter().map(|payout| payout.employee_id).collect();
        assert!(paid.contains(&cora), "what was earned is paid");

        // Whoever is removed from the organization does not work there any more either.
        let rows = world.all::<employee::Entity>().await;
        let member = rows.iter().find(|row| row.id == dino).unwrap().member_id;
        within!(world, world.owner, |tx| remove_member(tx, member, None)).unwrap();
        let shares = world.all::<attribution::Entity>().await;
        assert!(shares.iter().all(|share| share.effective_to.is_some()));
    })
    .await;
}

/// A new split from a moment on: two intervals, and the past as it was.
#[tokio::test]
async fn a_change_leaves_the_past_alone() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let course = world.product("p").await;
        let mut made = Vec::new();
        for (name, share) in [("cora", "60"), ("dino", "20"), ("kim", "5")] {
            let employee = world.creator(name).await;
            made.push(world.share(course, employee, share).await.unwrap());
        }
        let sold = world.sell("EUR", 0, &[(course, 7_200, 1_584)]).await;
        let before = world.earned(&sold.1[0]).await;
        let border = "2026-03-15T00:00:00Z";
        let cora = world.change(made[0].id, "50", Some(border)).await.unwrap();
        assert_eq!(
            (cora.ended.id, cora.ended.effective_to),
            (made[0].id, Some(at(border)))
        );
        assert_eq!(
            (cora.begun.effective_from, cora.begun.effective_to),
            (at(border), None)
        );
        assert_eq!((cora.begun.share_ppm, cora.ended.share_ppm), (500_000, 600_000));
        world.change(made[1].id, "30", Some(border)).await.unwrap();
        assert_eq!(world.earned(&sold.1[0]).await, before);
        assert_eq!(world.events(EventAction::AttributionEnded).await.len(), 2);
        // The same share changes nothing.
        let same = world.change(made[2].id, "5.0", Some(border)).await.unwrap();
        assert_eq!(same.begun.id, made[2].id);
        assert_eq!(world.all::<attribution::Entity>().await.len(), 5);
        assert_eq!(
            code(world.change(made[2].id, "20.0001", Some(border)).await),
            Code::RevenuePoolExceeded
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_earned_cannot_be_taken_by_an_earlier_end() {
    in_every_world(|world: World| async move {
        world.usual_fees().await;
        let (course, cora) = (world.product("p").await, world.creator("cora").await);
        let own = world.share(course, cora, "70").await.unwrap();
        assert_eq!(
            code(world.end(own.id, Some("2026-03-14T08:00:00Z")).await),
            Code::WindowEmpty
        );
        world.pass(Duration::hours(2));
        world.sell("EUR", 0, &[(course, 10_000, 0)]).await;
        world.pass(Duration::hours(2));
        for at_once in ["2026-03-14T09:00:00Z", "2026-03-14T10:00:00Z"] {
            let refused = problem(world.end(own.id, Some(at_once)).await);
            assert_eq!(refused.code, Code::AttributionHasEarned);
            assert_eq!(refused.params["lastEarnedAt"], "2026-03-14T10:00:00Z");
            assert_eq!(
                code(world.change(own.id, "10", Some(at_once)).await),
                Code::AttributionHasEarned
            );
        }
        let ended = world
            .end(own.id, Some("2026-03-14T10:00:00.000001Z"))
            .await
            .unwrap();
        assert_eq!(ended.version, 2);
        // Once more is no change.
        world
            .end(own.id, Some("2026-03-14T10:00:00.000001Z"))
            .await
            .unwrap();
        assert_eq!(world.events(EventAction::AttributionEnded).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn it_takes_the_permission_and_a_sensible_input() {
    in_every_world(|world: World| async move {
        let course = world.product("p").await;
        let (cora, employee) = world.hire("cora", WorkRole::Creator).await;
        let own = world.share(course, employee, "60").await.unwrap();
        for actor in [&cora, &world.buyer] {
            let outcome = try_create(&world, actor, new(course, Whom::Employee(employee))).await;
            assert!(matches!(
                outcome,
                Err(Failure::Forbidden("product.manageAttribution"))
            ));
        }
        let ended = within!(world, cora, |tx| end_attribution(tx, own.id, None));
        assert!(matches!(
            ended,
            Err(Failure::Forbidden("product.manageAttribution"))
        ));
        let ended = within!(world, world.buyer, |tx| end_attribution(tx, own.id, None));
        assert!(matches!(ended, Err(Failure::NotFound("id"))));

        let backwards = NewAttribution {
            share: percent("0"),
            effective_from: Some(at("2026-05-01T00:00:00Z")),
            effective_to: Some(at("2026-05-01T00:00:00Z")),
            ..new(course, Whom::Member(world.buyer_member))
        };
        let refused = try_create(&world, &world.owner, backwards).await;
        let Err(Failure::Refused(problems)) = refused else {
            panic!("{refused:?}")
        };
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::NotAnEmployee, Code::OutOfRange, Code::WindowEmpty]);
        assert_eq!(world.all::<attribution::Entity>().await.len(), 1);
    })
    .await;
}
