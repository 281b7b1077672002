//! Tax rates are versions that follow each other.

use crate::{
    shop::{Shop, moment},
    world::{in_every_world, problems, within},
};
use commerce::tax_rate::{CreateTaxRate, create_tax_rate};
use entities::{event::EventAction, tax_rate};
use rust_decimal::Decimal;
use store::Failure;

#[tokio::test]
async fn a_new_version_ends_the_one_before() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        // Step 3: the law is older than the entry.
        let first = shop.taxes("si", "22", "2026-01-01T00:00:00Z").await.unwrap();
        assert_eq!(
            (first.jurisdiction.as_str(), first.version, first.rate_ppm),
            ("SI", 1, 220_000)
        );
        let told = shop.world.events(EventAction::TaxRateCreated).await;
        assert_eq!(
            told[0].after.as_ref().unwrap()["byEmployeeId"],
            first.by_employee_id.to_string()
        );
        let second = shop.taxes("SI", "25", "2026-07-01T00:00:00Z").await.unwrap();
        assert_eq!(second.version, 2);
        let mut rates = shop.world.all::<tax_rate::Entity>().await;
        rates.sort_unstable_by_key(|rate| rate.version);
        assert_eq!(rates[0].valid_to, Some(moment("2026-07-01T00:00:00Z")));
        assert_eq!(rates[1].valid_to, None);

        let before = shop.world.census().await;
        assert_eq!(
            problems(shop.taxes("SI", "23", "2026-07-01T00:00:00Z").await),
            [r#"validFrom BeginsTooEarly {"after":"2026-07-01T00:00:00Z"}"#]
        );
        assert_eq!(
            problems(shop.taxes("Slovenia", "100.5", "2026-01-01T00:00:00Z").await),
            [
                "jurisdiction InvalidFormat",
                r#"percent OutOfRange {"max":"100","min":"0"}"#
            ]
        );
        let input = CreateTaxRate {
            jurisdiction: "SI".to_owned(),
            name: "VAT".to_owned(),
            percent: Decimal::ZERO,
            valid_from: None,
        };
        let denied = within!(shop.world, shop.marko, shop.id, |tx, input| create_tax_rate(
            tx, input
        ));
        assert!(
            matches!(denied, Err(Failure::Forbidden("taxRate.create"))),
            "{denied:?}"
        );
        assert_eq!(shop.world.census().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn versions_that_are_made_at_once_follow_each_other() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let making: Vec<_> = (0..20)
            .map(|day| {
                let shop = shop.clone();
                let from = format!("2026-04-{:02}T00:00:00Z", day + 1);
                tokio::spawn(async move { shop.taxes("SI", "22", &from).await })
            })
            .collect();
        let mut made = 0;
        for done in making {
            match done.await.unwrap() {
                Ok(_) => made += 1,
                refused => assert!(problems(refused)[0].starts_with("validFrom BeginsTooEarly")),
            }
        }
        let mut rates = shop.world.all::<tax_rate::Entity>().await;
        rates.sort_unstable_by_key(|rate| rate.version);
        assert_eq!(rates.len(), made);
        assert!(rates.windows(2).all(|two| two[0].valid_to == Some(two[1].valid_from)
            && two[0].version + 1 == two[1].version));
        assert_eq!(rates.iter().filter(|rate| rate.valid_to.is_none()).count(), 1);
    })
    .await;
}
