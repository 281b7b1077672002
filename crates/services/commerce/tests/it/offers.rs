//! Making and changing offers.

use crate::{
    shop::{Shop, code, moment},
    world::{in_every_world, problems, within},
};
use commerce::offer::{CreateOffer, UpdateOffer, create_offer, set_offer_active, update_offer};
use entities::{
    event::EventAction,
    offer::{self, DiscountKind},
};
use kernel::{Patch, TypedId};
use store::Failure;

#[tokio::test]
async fn an_offer_takes_off_a_part_or_an_amount() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let part = shop.offers(code(" launch20 ", "20 %")).await.unwrap();
        assert_eq!(
            (part.code.as_deref(), part.kind),
            (Some("LAUNCH20"), DiscountKind::Percentage)
        );
        assert_eq!((part.percent_ppm, part.amount_minor), (Some(200_000), None));
        let amount = shop.offers(code("MINUS5", "5.00 EUR")).await.unwrap();
        assert_eq!(
            (amount.kind, amount.amount_minor),
            (DiscountKind::Fixed, Some(500))
        );
        assert_eq!(amount.currency.as_deref(), Some("EUR"));
        let told = shop.world.events(EventAction::OfferCreated).await;
        let told = told
            .iter()
            .find(|event| event.subject_id == part.id.uuid())
            .unwrap();
        assert_eq!(told.after.as_ref().unwrap()["percent"], "20");
        assert_eq!((part.position, amount.position), (1, 2));

        let before = shop.world.census().await;
        assert_eq!(
            problems(shop.offers(code("LAUNCH20", "5 %")).await),
            ["code OfferCodeTaken"]
        );
        let wrong = CreateOffer {
            percent: Some("10".parse().unwrap()),
            position: Some(-1),
            max_uses: Some(0),
            starts_at: Some(moment("2026-04-01T00:00:00Z")),
            ends_at: Some(moment("2026-03-15T00:00:00Z")),
            ..code("ä", "5.00 EUR")
        };
        assert_eq!(
            problems(shop.offers(wrong).await),
            [
                r#"code TooShort {"min":3}"#,
                r#" ExactlyOne {"fields":["percent","amount"]}"#,
                r#"position OutOfRange {"max":1000000,"min":0}"#,
                r#"endsAt EndsTooEarly {"after":"2026-04-01T00:00:00Z"}"#,
                r#"maxUses OutOfRange {"max":1000000,"min":1}"#,
            ]
        );
        for (discount, expected) in [
            ("0 %", r#"percent OutOfRange {"max":"100","min":"0.0001"}"#),
            ("100.0001 %", r#"percent OutOfRange {"max":"100","min":"0.0001"}"#),
            ("0.00001 %", r#"percent AmountTooPrecise {"decimals":4}"#),
            (
                "0.00 EUR",
                r#"amount.amount OutOfRange {"max":"1000000000.00","min":"0.01"}"#,
            ),
        ] {
            assert_eq!(problems(shop.offers(code("OTHER", discount)).await), [expected]);
        }
        let denied = within!(shop.world, shop.marko, shop.id, |tx| create_offer(
            tx,
            code("MINE", "99 %")
        ));
        assert!(
            matches!(denied, Err(Failure::Forbidden("offer.create"))),
            "{denied:?}"
        );
        assert_eq!(shop.world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn an_offer_changes_but_not_what_it_takes_off() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let id = shop.offers(code("LAUNCH20", "20 %")).await.unwrap().id;
        let input = UpdateOffer {
            max_uses: Patch::Set(5),
            exclusive_group: Patch::Set("Season".to_owned()),
            ..UpdateOffer::default()
        };
        for _ in 0..2 {
            let changed = within!(shop.world, shop.owner, shop.id, |tx, input| update_offer(
                tx, id, input
            ));
            let changed = changed.unwrap();
            assert_eq!((changed.max_uses, changed.version), (Some(5), 2));
        }
        let past = UpdateOffer {
            ends_at: Patch::Set(moment("2026-03-01T00:00:00Z")),
            max_uses: Patch::Set(0),
            ..UpdateOffer::default()
        };
        let refused = within!(shop.world, shop.owner, shop.id, |tx, past| update_offer(
            tx, id, past
        ));
        assert_eq!(
            problems(refused),
            [
                r#"endsAt InThePast {"now":"2026-03-14T08:00:00Z"}"#,
                r#"maxUses OutOfRange {"max":1000000,"min":1}"#,
            ]
        );
        for is_active in [false, false, true] {
            within!(shop.world, shop.owner, shop.id, |tx| set_offer_active(
                tx, id, is_active
            ))
            .unwrap();
        }
        assert_eq!(shop.world.events(EventAction::OfferUpdated).await.len(), 1);
        assert_eq!(shop.world.events(EventAction::OfferDeactivated).await.len(), 1);
        assert_eq!(shop.world.events(EventAction::OfferActivated).await.len(), 1);
        let offers = shop.world.all::<offer::Entity>().await;
        assert_eq!(
            (offers[0].version, offers[0].exclusive_group.as_deref()),
            (4, Some("season"))
        );
    })
    .await;
}
