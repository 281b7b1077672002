//! Setting the fees.

use crate::world::{World, at, code, in_every_world, percent, problem};
use authz::Actor;
use entities::{
    event::EventAction,
    fee_schedule::{self, RefundedFeeBearer},
};
use finance::fee_schedule::{SetFeeSchedule, set_fee_schedule};
use kernel::Code;
use store::Failure;

impl World {
    async fn set_fees(&self, actor: &Actor, input: SetFeeSchedule) -> Result<fee_schedule::Model, Failure> {
        let organization = self.organization;
        self.store()
            .write_in(actor, None, &self.target(), |tx| {
                let input = input.clone();
                Box::pin(async move { set_fee_schedule(tx, organization, input).await })
            })
            .await
    }
}

fn fees(platform: &str, processing: &str, withholding: &str, from: Option<&str>) -> SetFeeSchedule {
    SetFeeSchedule {
        platform_fee: percent(platform),
        processing_fee: percent(processing),
        withholding: percent(withholding),
        refunded_fee_bearer: RefundedFeeBearer::Organization,
        valid_from: from.map(at),
    }
}

#[tokio::test]
async fn operators_set_what_is_taken() {
    in_every_world(|world: World| async move {
        let olga = World::operator(&world.user("olga").await);
        let set = world.set_fees(&olga, fees("5", "3", "8.5", None)).await.unwrap();
        assert_eq!(
            (set.platform_fee_ppm, set.processing_fee_ppm, set.withholding_ppm),
            (50_000, 30_000, 85_000)
        );
        assert_eq!(set.valid_from, world.now());
        let events = world.events(EventAction::FeeScheduleSet).await;
        assert_eq!(events.len(), 1);
        assert_eq!(
            events[0].after,
            Some(serde_json::json!({
                "platformFee": "5.00", "processingFee": "3.00", "withholding": "8.50",
                "refundedFeeBearer": "ORGANIZATION",
                "validFrom": "2026-03-14T08:00:00Z",
            }))
        );
        // The same again changes nothing; other rates from the same moment are refused.
        let same = world
            .set_fees(&olga, fees("5.00", "3", "8.5", None))
            .await
            .unwrap();
        assert_eq!(same.id, set.id);
        assert_eq!(
            code(world.set_fees(&olga, fees("6", "3", "8", None)).await),
            Code::FeeScheduleExists
        );
        let shared = SetFeeSchedule {
            refunded_fee_bearer: RefundedFeeBearer::Shared,
            ..fees("5", "3", "8.5", None)
        };
        assert_eq!(code(world.set_fees(&olga, shared).await), Code::FeeScheduleExists);
        assert_eq!(world.events(EventAction::FeeScheduleSet).await.len(), 1);
        world
            .set_fees(&olga, fees("6", "3", "8", Some("2027-01-01T00:00:00Z")))
            .await
            .unwrap();
        assert_eq!(world.all::<fee_schedule::Entity>().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nobody_else_does_and_nothing_impossible_is_set() {
    in_every_world(|world: World| async move {
        let olga = World::operator(&world.user("olga").await);
        let forbidden = world.set_fees(&world.owner, fees("5", "3", "8", None)).await;
        assert!(matches!(forbidden, Err(Failure::Forbidden("feeSchedule.set"))));
        let over = problem(world.set_fees(&olga, fees("60", "30", "10.01", None)).await);
        assert_eq!(over.code, Code::FeesExceedWhole);
        assert_eq!(over.params["total"], "100.01");
        let many = world.set_fees(&olga, fees("-1", "100.1", "0.00001", None)).await;
        let Err(Failure::Refused(problems)) = many else {
            panic!("{many:?}")
        };
        let codes: Vec<_> = problems
            .iter()
            .map(|problem| (problem.field[0], problem.code))
            .collect();
        assert_eq!(
            codes,
            [
                ("platformFee", Code::OutOfRange),
                ("processingFee", Code::OutOfRange),
                ("withholding", Code::PercentTooPrecise),
            ]
        );
        assert!(world.all::<fee_schedule::Entity>().await.is_empty());
    })
    .await;
}
