//! What a cart may hold: prices, quantities, sums.

use crate::{
    shop::{Cart, Shop, cart},
    world::{in_every_world, problems, within},
};
use commerce::product::{archive_product, set_variant_active};
use kernel::VariantId;
use store::Failure;

#[tokio::test]
async fn a_missing_price_is_never_converted() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        shop.price(p1, "120.00 USD").await.unwrap();
        let quote = shop.quote(cart(&[(p1, 1)]).in_currency("USD")).await.unwrap();
        assert_eq!((quote.currency.code(), quote.due_minor), ("USD", 12_000));
        // Step 15.
        assert_eq!(
            problems(
                shop.quote(cart(&[(p1, 1)]).in_currency("JPY").taxed_in("JP"))
                    .await
            ),
            [r#"lines.0.variantId PriceNotAvailable {"currency":"JPY"}"#]
        );
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1)]).in_currency("euro")).await),
            ["currency UnknownCurrency"]
        );
    })
    .await;
}

#[tokio::test]
async fn everything_wrong_with_a_cart_is_said_at_once() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let (other, _) = (shop.world.organization("borealis").await, ());
        let foreign = Shop {
            id: other.0,
            owner: other.1,
            ..shop.clone()
        };
        let foreign = foreign.sells("theirs", "1.00 EUR").await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let off = shop.sells("p2", "100.00 EUR").await;
        let archived = shop.sells("p3", "100.00 EUR").await;
        let product = shop.product_of(archived).await;
        within!(shop.world, shop.owner, shop.id, |tx| set_variant_active(
            tx, off, false
        ))
        .unwrap();
        within!(shop.world, shop.owner, shop.id, |tx| archive_product(tx, product)).unwrap();
        let (_, draft) = shop.product("p4").await;
        let lines = [
            (foreign, 1),
            (off, 1),
            (archived, 1),
            (draft, 1),
            (p1, 0),
            (p1, 1_001),
        ];
        let asked = cart(&lines)
            .taxed_in("Slovenia")
            .with_codes(&["NONE"])
            .paid_by("NONE", Some("0.001"));
        let before = shop.world.census().await;
        assert_eq!(
            problems(shop.quote(asked).await),
            [
                r#"lines.4.quantity OutOfRange {"max":1000,"min":1}"#,
                r#"lines.5.quantity OutOfRange {"max":1000,"min":1}"#,
                "jurisdiction InvalidFormat",
                r#"giftCards.0.amount AmountTooPrecise {"decimals":2}"#,
                "lines.0.variantId NotFound",
                "lines.1.variantId VariantNotAvailable",
                "lines.2.variantId VariantNotAvailable",
                "lines.3.variantId VariantNotAvailable",
                "offerCodes.0 OfferNotFound",
                "giftCards.0.code NotFound",
            ]
        );
        assert_eq!(shop.world.census().await, before);
        assert_eq!(problems(shop.quote(cart(&[])).await), ["lines Required"]);
    })
    .await;
}

#[tokio::test]
async fn a_cart_has_fifty_lines_and_a_largest_total() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "3.33 EUR").await;
        let quote = shop.quote(cart(&[(p1, 1_000); 50])).await.unwrap();
        assert_eq!(quote.list_minor, 333 * 1_000 * 50);
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1); 51])).await),
            [r#"lines OutOfRange {"max":50,"min":0}"#]
        );
        let dear = shop.sells("dear", "1000000000.00 EUR").await;
        let quote = shop.quote(cart(&[(dear, 10)])).await.unwrap();
        assert_eq!(quote.list_minor, 1_000_000_000_000);
        assert_eq!(
            problems(shop.quote(cart(&[(dear, 10), (p1, 1)])).await),
            [r#"lines OutOfRange {"max":"10000000000.00","min":"0.00"}"#]
        );
    })
    .await;
}

#[tokio::test]
async fn only_active_members_are_told() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let stranger = shop.world.user("stranger").await;
        let asked = shop.quote_for(&stranger, cart(&[(p1, 1)])).await;
        assert!(
            matches!(asked, Err(Failure::Forbidden("order.place"))),
            "{asked:?}"
        );
        let asked = shop.quote_for(&authz::Actor::Anonymous, cart(&[(p1, 1)])).await;
        assert!(matches!(asked, Err(Failure::Unauthenticated)), "{asked:?}");
        let quote = shop.quote(cart(&[(p1, 2)])).await.unwrap();
        let line = &quote.lines[0];
        assert_eq!(
            (line.name.as_str(), line.variant_name.as_str()),
            ("Product p1", "Standard")
        );
        assert_eq!(
            (line.unit_minor, line.list_minor, line.quantity),
            (10_000, 20_000, 2)
        );
        assert_eq!(line.price.amount_minor, 10_000);
        let unknown: VariantId = shop.world.store().new_id();
        assert_eq!(
            problems(shop.quote(cart(&[(unknown, 1)])).await),
            ["lines.0.variantId NotFound"]
        );
    })
    .await;
}
