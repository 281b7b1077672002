//! The tax of a cart: E-T1 to E-T4 and E-P3.

use crate::{
    shop::{Cart, Shop, cart},
    world::{in_every_world, problems},
};
use chrono::Duration;
use entities::organization::TaxRounding;

#[tokio::test]
async fn tax_is_rounded_per_line() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        shop.taxes("US-NY", "10.75", "2026-01-01T00:00:00Z")
            .await
            .unwrap();
        shop.taxes("JP", "10", "2026-01-01T00:00:00Z").await.unwrap();
        let small = shop.sells("small", "3.33 EUR").await;
        // E-T1
        let quote = shop.quote(cart(&[(small, 1); 3]).taxed_in("SI")).await.unwrap();
        let taxes: Vec<i64> = quote.lines.iter().map(|line| line.tax_minor).collect();
        assert_eq!(taxes, [73, 73, 73]);
        assert_eq!(
            (quote.net_minor, quote.tax_minor, quote.total_minor),
            (999, 219, 1_218)
        );
        assert_eq!(quote.lines[0].tax_rate_ppm, 220_000);
        // E-T2
        let book = shop.sells("book", "24.99 EUR").await;
        let quote = shop.quote(cart(&[(book, 1)]).taxed_in("us-ny")).await.unwrap();
        assert_eq!((quote.jurisdiction.as_str(), quote.tax_minor), ("US-NY", 269));
        // E-T4
        let inclusive = shop.sells_inclusive("inclusive", "99.00 EUR").await;
        let quote = shop.quote(cart(&[(inclusive, 1)]).taxed_in("SI")).await.unwrap();
        assert_eq!(
            (quote.net_minor, quote.tax_minor, quote.total_minor),
            (8_115, 1_785, 9_900)
        );
        assert!(quote.lines[0].is_tax_inclusive);
        // E-P3
        let manga = shop.sells_inclusive("manga", "14800 JPY").await;
        let quote = shop
            .quote(cart(&[(manga, 1)]).taxed_in("JP").in_currency("JPY"))
            .await
            .unwrap();
        assert_eq!(
            (quote.net_minor, quote.tax_minor, quote.total_minor),
            (13_455, 1_345, 14_800)
        );
    })
    .await;
}

/// E-T1, the other way.
#[tokio::test]
async fn tax_is_rounded_per_order_where_that_is_set() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        let small = shop.sells("small", "3.33 EUR").await;
        let cart = || cart(&[(small, 1); 3]).taxed_in("SI");
        assert_eq!(shop.quote(cart()).await.unwrap().tax_minor, 219);
        shop.rounds_taxes(TaxRounding::Order).await;
        let quote = shop.quote(cart()).await.unwrap();
        let taxes: Vec<i64> = quote.lines.iter().map(|line| line.tax_minor).collect();
        assert_eq!(taxes, [74, 73, 73]);
        assert_eq!(
            (
                quote.tax_rounding,
                quote.net_minor,
                quote.tax_minor,
                quote.total_minor
            ),
            (TaxRounding::Order, 999, 220, 1_219)
        );
    })
    .await;
}

#[tokio::test]
async fn the_rate_is_the_one_of_the_moment() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        shop.taxes("SI", "25", "2026-07-01T00:00:00Z").await.unwrap();
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let asked = || cart(&[(p1, 1)]).taxed_in("SI");
        // E-T3: until the very last moment before the change, and from the change on.
        let start = shop.world.store().now();
        let change = "2026-07-01T00:00:00Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap();
        shop.world.pass(change - start - Duration::microseconds(1));
        let quote = shop.quote(asked()).await.unwrap();
        assert_eq!((quote.tax_minor, quote.tax_rate.unwrap().version), (2_200, 1));
        shop.world.pass(Duration::microseconds(1));
        let quote = shop.quote(asked()).await.unwrap();
        assert_eq!((quote.tax_minor, quote.tax_rate.unwrap().version), (2_500, 2));
    })
    .await;
}

#[tokio::test]
async fn where_no_rate_is_set_no_tax_is_due() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        // Without any rate nobody has to say where they are.
        let quote = shop.quote(cart(&[(p1, 1)])).await.unwrap();
        assert_eq!((quote.jurisdiction.as_str(), quote.tax_minor), ("ZZ", 0));
        shop.taxes("US", "0", "2026-01-01T00:00:00Z").await.unwrap();
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1)])).await),
            ["jurisdiction Required"]
        );
        // A part of a country has the country's rate, unless it has its own.
        let quote = shop.quote(cart(&[(p1, 1)]).taxed_in("US-TX")).await.unwrap();
        assert_eq!(quote.tax_rate.unwrap().jurisdiction, "US");
        let quote = shop.quote(cart(&[(p1, 1)]).taxed_in("CH")).await.unwrap();
        assert_eq!(
            (quote.tax_rate, quote.tax_minor, quote.total_minor),
            (None, 0, 10_000)
        );
        assert_eq!(quote.lines[0].tax_rate_id, None);
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1)]).taxed_in("")).await),
            ["jurisdiction Required"]
        );
    })
    .await;
}
