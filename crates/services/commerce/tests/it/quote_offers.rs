//! What offers take off a cart: E-P4 to E-P7, and why some take nothing.

use crate::{
    shop::{Cart, Shop, cart, code, moment, steps},
    world::{in_every_world, problems, within},
};
use commerce::{
    offer::{CreateOffer, set_offer_active},
    quote::NotAppliedReason,
};
use entities::{fee_schedule::RefundedFeeBearer, offer, offer_use, order};
use sea_orm::ActiveValue::Set;

#[tokio::test]
async fn offers_compound_in_their_order() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        shop.offers(code("launch20", "20 %")).await.unwrap();
        shop.offers(code("WELCOME10", "10 %")).await.unwrap();
        shop.offers(code("MINUS5", "5.00 EUR")).await.unwrap();
        // E-P4, in whatever order and case the codes are given.
        let asked = cart(&[(p1, 1)]).with_codes(&["minus5", " Welcome10 ", "LAUNCH20"]);
        let quote = shop.quote(asked).await.unwrap();
        assert_eq!(steps(&quote, 0), [8_000, 7_200, 6_700]);
        assert_eq!((quote.list_minor, quote.discount_minor), (10_000, 3_300));
        assert_eq!(
            (quote.net_minor, quote.total_minor, quote.due_minor),
            (6_700, 6_700, 6_700)
        );
        let applied: Vec<_> = quote
            .offers
            .iter()
            .map(|applied| {
                (
                    applied.offer.code.clone().unwrap(),
                    applied.position,
                    applied.amount_minor,
                )
            })
            .collect();
        let expected = [("LAUNCH20", 1, 2_000), ("WELCOME10", 2, 800), ("MINUS5", 3, 500)];
        assert_eq!(
            applied,
            expected.map(|(code, at, amount)| (code.to_owned(), at, amount))
        );
        assert!(quote.not_applied.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_promotion_and_a_voucher_compound() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let promotion = CreateOffer {
            code: None,
            ..code("promotion", "40 %")
        };
        shop.offers(promotion).await.unwrap();
        shop.offers(code("VOUCHER", "70 %")).await.unwrap();
        // E-P5
        let quote = shop
            .quote(cart(&[(p1, 1)]).with_codes(&["VOUCHER"]))
            .await
            .unwrap();
        assert_eq!(steps(&quote, 0), [6_000, 1_800]);
        assert_eq!(quote.due_minor, 1_800);
        // The promotion applies without being asked for.
        let quote = shop.quote(cart(&[(p1, 1)])).await.unwrap();
        assert_eq!(steps(&quote, 0), [6_000]);
    })
    .await;
}

#[tokio::test]
async fn of_a_group_the_best_counts_and_nothing_falls_below_zero() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        for (name, discount) in [("A20", "20 %"), ("A25", "25 %")] {
            let offer = CreateOffer {
                exclusive_group: Some("Season".to_owned()),
                ..code(name, discount)
            };
            shop.offers(offer).await.unwrap();
        }
        let last = CreateOffer {
            position: Some(9),
            ..code("MINUS80", "80.00 EUR")
        };
        shop.offers(last).await.unwrap();
        // E-P6
        let asked = cart(&[(p1, 1)]).with_codes(&["A20", "A25", "MINUS80"]);
        let quote = shop.quote(asked).await.unwrap();
        assert_eq!(steps(&quote, 0), [7_500, 0]);
        assert_eq!((quote.total_minor, quote.due_minor), (0, 0));
        assert_eq!(quote.not_applied.len(), 1);
        assert_eq!(quote.not_applied[0].offer.code.as_deref(), Some("A20"));
        let winner = quote.offers[0].offer.id;
        assert_eq!(quote.not_applied[0].reason, NotAppliedReason::LostTo(winner));
        assert_eq!(quote.offers[1].amount_minor, 7_500);
    })
    .await;
}

#[tokio::test]
async fn an_amount_is_spread_over_the_lines() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let mut lines = Vec::new();
        for (slug, price) in [("a", "19.99 EUR"), ("b", "29.99 EUR"), ("c", "50.01 EUR")] {
            lines.push((shop.sells(slug, price).await, 1));
        }
        shop.offers(code("MINUS10", "10.00 EUR")).await.unwrap();
        // E-P7
        let quote = shop.quote(cart(&lines).with_codes(&["MINUS10"])).await.unwrap();
        let off: Vec<i64> = quote.lines.iter().map(|line| line.discount_minor).collect();
        assert_eq!(off, [200, 300, 500]);
        assert_eq!(quote.discount_minor, 1_000);
    })
    .await;
}

#[tokio::test]
async fn an_offer_for_something_else_is_explained() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let p2 = shop.sells("p2", "50.00 EUR").await;
        let only_p2 = CreateOffer {
            product_id: Some(shop.product_of(p2).await),
            ..code("P2ONLY", "50 %")
        };
        shop.offers(only_p2.clone()).await.unwrap();
        shop.offers(code("DOLLARS", "5.00 USD")).await.unwrap();
        shop.offers(code("FREE", "100 %")).await.unwrap();
        let late = CreateOffer {
            position: Some(9),
            ..code("LATE", "10 %")
        };
        shop.offers(late).await.unwrap();
        let silent = CreateOffer {
            code: None,
            ..only_p2
        };
        shop.offers(silent).await.unwrap();

        let asked = cart(&[(p1, 1)]).with_codes(&["P2ONLY", "DOLLARS", "FREE", "LATE"]);
        let quote = shop.quote(asked).await.unwrap();
        let mut reasons: Vec<_> = quote
            .not_applied
            .iter()
            .map(|not| (not.offer.code.clone().unwrap(), not.reason))
            .collect();
        reasons.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(
            reasons,
            [
                ("DOLLARS".to_owned(), NotAppliedReason::OtherCurrency),
                ("LATE".to_owned(), NotAppliedReason::NothingLeft),
                ("P2ONLY".to_owned(), NotAppliedReason::OtherProduct),
            ]
        );
        // With both products in the cart it counts for one of them only, and so does the one that applies by itself.
        let quote = shop
            .quote(cart(&[(p1, 1), (p2, 2)]).with_codes(&["P2ONLY"]))
            .await
            .unwrap();
        assert!(steps(&quote, 0).is_empty());
        assert_eq!(steps(&quote, 1), [5_000, 2_500]);
    })
    .await;
}

#[tokio::test]
async fn offers_that_cannot_be_used_are_refused_together() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let off = shop.offers(code("OFF", "5 %")).await.unwrap();
        within!(shop.world, shop.owner, shop.id, |tx| set_offer_active(
            tx, off.id, false
        ))
        .unwrap();
        let later = CreateOffer {
            starts_at: Some(moment("2026-03-20T00:00:00Z")),
            ..code("LATER", "5 %")
        };
        shop.offers(later).await.unwrap();
        let ending = CreateOffer {
            ends_at: Some(moment("2026-03-14T09:00:00Z")),
            ..code("ENDING", "5 %")
        };
        shop.offers(ending).await.unwrap();
        let asked = |codes: &[&str]| cart(&[(p1, 1)]).with_codes(codes);
        assert!(shop.quote(asked(&["ENDING"])).await.is_ok());
        shop.world.pass(chrono::Duration::hours(1));
        let before = shop.world.census().await;
        let refused = problems(
            shop.quote(asked(&["OFF", "later", "ENDING", "NONE", "off", "N\0", ""]))
                .await,
        );
        assert_eq!(
            refused,
            [
                "offerCodes.4 Duplicate",
                "offerCodes.0 OfferNotActive",
                r#"offerCodes.1 OfferNotActive {"startsAt":"2026-03-20T00:00:00Z"}"#,
                r#"offerCodes.2 OfferExpired {"endedAt":"2026-03-14T09:00:00Z"}"#,
                "offerCodes.3 OfferNotFound",
                "offerCodes.5 OfferNotFound",
                "offerCodes.6 OfferNotFound",
            ]
        );
        assert_eq!(shop.world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn what_was_used_up_is_refused_or_left_out() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let once = CreateOffer {
            max_uses: Some(1),
            ..code("ONCE", "10 %")
        };
        let once = shop.offers(once).await.unwrap();
        let each = CreateOffer {
            max_uses_per_member: Some(1),
            ..code("EACH", "10 %")
        };
        let each = shop.offers(each).await.unwrap();
        let silent = CreateOffer {
            code: None,
            max_uses: Some(1),
            ..code("silent", "10 %")
        };
        let silent = shop.offers(silent).await.unwrap();
        for offer in [&once, &each, &silent] {
            use_up(&shop, offer.clone()).await;
        }
        let asked = cart(&[(p1, 1)]).with_codes(&["ONCE", "EACH"]);
        assert_eq!(
            problems(shop.quote(asked).await),
            [
                r#"offerCodes.0 CouponExhausted {"max":1}"#,
                r#"offerCodes.1 OfferAlreadyUsed {"max":1}"#,
            ]
        );
        let quote = shop.quote(cart(&[(p1, 1)])).await.unwrap();
        assert_eq!(quote.due_minor, 10_000);
        assert_eq!(quote.not_applied[0].reason, NotAppliedReason::Exhausted);
        // Somebody else may use it once as well.
        let (petra, _) = shop.world.customer(shop.id, "petra").await;
        let asked = cart(&[(p1, 1)]).with_codes(&["EACH"]);
        assert_eq!(shop.quote_for(&petra, asked).await.unwrap().due_minor, 9_000);
    })
    .await;
}

/// Stores an order of Marko's that used an offer.
async fn use_up(shop: &Shop, offer: offer::Model) {
    use authz::actions::Shop as Shopping;
    let id = shop.marko_member;
    within!(shop.world, shop.marko, shop.id, |tx, offer| {
        async move {
            let buyer = tx.load_for::<Shopping>("id", id).await?;
            let order = order::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                number: Set(offer.name.clone()),
                member_id: Set(id),
                status: Set(order::OrderStatus::Pending),
                currency: Set("EUR".to_owned()),
                jurisdiction: Set("ZZ".to_owned()),
                list_minor: Set(0),
                discount_minor: Set(0),
                net_minor: Set(0),
                tax_minor: Set(0),
                total_minor: Set(0),
                gift_card_minor: Set(0),
                due_minor: Set(0),
                refunded_minor: Set(0),
                platform_fee_ppm: Set(0),
                processing_fee_ppm: Set(0),
                withholding_ppm: Set(0),
                refunded_fee_bearer: Set(RefundedFeeBearer::Organization),
                tax_rounding: Set(entities::organization::TaxRounding::Line),
                placed_at: Set(tx.now()),
                paid_at: Set(None),
                cancelled_at: Set(None),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
            };
            let order = tx.create_from::<Shopping, order::Entity>(&buyer, order).await?;
            let row = offer_use::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                offer_id: Set(offer.id),
                order_id: Set(order.id),
                member_id: Set(id),
                is_released: Set(false),
                created_at: Set(tx.now()),
            };
            tx.create_from::<Shopping, offer_use::Entity>(&buyer, row).await?;
            let which = sea_orm::ColumnTrait::eq(&offer::Column::Id, offer.id);
            for granted in tx.load_entailed::<Shopping, offer::Entity>(&buyer, which).await? {
                tx.update(granted, |row| row.uses = Set(1)).await?;
            }
            Ok(())
        }
    })
    .unwrap();
}
