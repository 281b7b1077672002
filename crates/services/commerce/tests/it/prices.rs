//! Prices over time: windows that never overlap, also under parallel calls.

use crate::{
    shop::{Cart, Shop, cart, moment, money},
    world::{in_every_world, problems, within},
};
use chrono::Duration;
use commerce::price::{EndPrice, SetPrice, end_price, set_price};
use entities::{event::EventAction, price};
use kernel::TypedId;
use store::Failure;

fn from(variant_id: kernel::VariantId, amount: &str, from: Option<&str>) -> SetPrice {
    SetPrice {
        variant_id,
        amount: money(amount),
        is_tax_inclusive: false,
        valid_from: from.map(moment),
    }
}

#[tokio::test]
async fn a_new_price_ends_the_one_before_and_history_stays() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        shop.price(p1, "120.00 USD").await.unwrap();
        let next = shop
            .set_price(from(p1, "90.00 EUR", Some("2026-04-01T00:00:00Z")))
            .await
            .unwrap();
        let mut prices = shop.world.all::<price::Entity>().await;
        prices.retain(|price| price.currency == "EUR");
        prices.sort_unstable_by_key(|price| price.valid_from);
        let change = moment("2026-04-01T00:00:00Z");
        assert_eq!(prices[0].valid_to, Some(change));
        assert_eq!((prices[1].valid_from, prices[1].valid_to), (change, None));
        // Something in between would overlap; the planned one can be corrected.
        let between = shop
            .set_price(from(p1, "95.00 EUR", Some("2026-03-20T00:00:00Z")))
            .await;
        assert_eq!(
            problems(between),
            [r#"validFrom BeginsTooEarly {"after":"2026-04-01T00:00:00Z"}"#]
        );
        let corrected = shop
            .set_price(from(p1, "91.00 EUR", Some("2026-04-01T00:00:00Z")))
            .await
            .unwrap();
        assert_eq!((corrected.id, corrected.amount_minor), (next.id, 9_100));
        let told = shop.world.events(EventAction::PriceSet).await;
        assert_eq!(told.len(), 4);
        let corrected = told.iter().find(|event| {
            event.subject_id == next.id.uuid() && event.after.as_ref().unwrap()["amount"] == "91.00"
        });
        assert_eq!(corrected.unwrap().before.as_ref().unwrap()["amount"], "90.00");

        let asked = || cart(&[(p1, 1)]);
        assert_eq!(shop.quote(asked()).await.unwrap().due_minor, 10_000);
        shop.world.pass(change - shop.world.store().now());
        assert_eq!(shop.quote(asked()).await.unwrap().due_minor, 9_100);
        // The same price again changes nothing.
        let again = shop.price(p1, "91.00 EUR").await.unwrap();
        assert_eq!(again.id, next.id);
        assert_eq!(shop.world.events(EventAction::PriceSet).await.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_price_that_is_wrong_is_refused() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let before = shop.world.census().await;
        let past = Some("2026-03-14T07:59:59Z");
        for (amount, at, expected) in [
            (
                "1.005 EUR",
                None,
                vec![r#"price.amount AmountTooPrecise {"decimals":2}"#],
            ),
            ("-1 EUR", None, vec!["price.amount AmountNegative"]),
            ("1 XXX", None, vec!["price.currency UnknownCurrency"]),
            (
                "1000000000.01 EUR",
                past,
                vec![
                    r#"price.amount OutOfRange {"max":"1000000000.00","min":"0.00"}"#,
                    r#"validFrom InThePast {"now":"2026-03-14T08:00:00Z"}"#,
                ],
            ),
        ] {
            assert_eq!(problems(shop.set_price(from(p1, amount, at)).await), expected);
        }
        let (marko, input) = (shop.marko.clone(), from(p1, "1 EUR", None));
        let denied = within!(shop.world, marko, shop.id, |tx, input| set_price(tx, input));
        assert!(
            matches!(denied, Err(Failure::Forbidden("product.edit"))),
            "{denied:?}"
        );
        assert_eq!(shop.world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn an_ended_price_leaves_nothing_to_buy() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let id = shop.world.all::<price::Entity>().await[0].id;
        let end = |valid_to: Option<&str>| EndPrice {
            id,
            valid_to: valid_to.map(moment),
        };
        shop.world.pass(Duration::hours(1));
        let soon = end(Some("2026-03-14T10:00:00Z"));
        within!(shop.world, shop.owner, shop.id, |tx, soon| end_price(tx, soon)).unwrap();
        let later = end(Some("2026-03-14T11:00:00Z"));
        let refused = within!(shop.world, shop.owner, shop.id, |tx, later| end_price(tx, later));
        assert_eq!(
            problems(refused),
            [r#"validTo OutOfRange {"max":"2026-03-14T10:00:00Z","min":"2026-03-14T08:00:00Z"}"#]
        );
        assert!(shop.quote(cart(&[(p1, 1)])).await.is_ok());
        shop.world.pass(Duration::hours(1));
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1)]).with_codes(&[])).await),
            [r#"lines.0.variantId PriceNotAvailable {"currency":"EUR"}"#]
        );
        let now = end(None);
        let refused = within!(shop.world, shop.owner, shop.id, |tx, now| end_price(tx, now));
        assert_eq!(
            problems(refused),
            [r#"id AlreadyEnded {"endedAt":"2026-03-14T10:00:00Z"}"#]
        );
        assert_eq!(shop.world.events(EventAction::PriceEnded).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_prices_at_once_leave_one_open() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        shop.world.pass(Duration::minutes(1));
        let setting: Vec<_> = (1..=50)
            .map(|number| {
                let shop = shop.clone();
                let at = Some(format!("2026-03-{}T00:00:00Z", 15 + number % 2));
                tokio::spawn(async move {
                    let input = from(p1, &format!("{number}.00 EUR"), at.as_deref());
                    shop.set_price(input).await
                })
            })
            .collect();
        let mut done = 0;
        for set in setting {
            match set.await.unwrap() {
                Ok(_) => done += 1,
                refused => assert!(problems(refused)[0].starts_with("validFrom BeginsTooEarly")),
            }
        }
        assert!(done >= 25, "{done}");
        let mut prices = shop.world.all::<price::Entity>().await;
        prices.sort_unstable_by_key(|price| price.valid_from);
        assert!(
            prices
                .windows(2)
                .all(|two| two[0].valid_to == Some(two[1].valid_from)),
            "{prices:?}"
        );
        assert_eq!(prices.last().unwrap().valid_to, None);
        assert_eq!(prices.iter().filter(|price| price.valid_to.is_none()).count(), 1);
    })
    .await;
}
