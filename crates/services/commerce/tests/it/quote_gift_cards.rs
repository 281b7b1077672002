//! Gift cards pay for a cart: E-G1, E-G3, E-G4 and step 17.

use crate::{
    shop::{Cart, Shop, cart, code, gift_card, moment, money, steps},
    world::{in_every_world, problems, within},
};
use authz::actions::Shop as Shopping;
use chrono::Duration;
use commerce::{
    gift_card::{IssueGiftCard, set_gift_card_active},
    offer::CreateOffer,
};
use entities::gift_card::{self, GiftCardKind};
use kernel::GiftCardId;
use sea_orm::{ActiveValue::Set, ColumnTrait};

#[tokio::test]
async fn the_quote_of_the_journey() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("rust-for-finance", "100.00 EUR").await;
        shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        for (name, discount) in [("LAUNCH20", "20 %"), ("WELCOME10", "10 %")] {
            let offer = CreateOffer {
                max_uses_per_member: Some(1),
                ..code(name, discount)
            };
            shop.offers(offer).await.unwrap();
        }
        let card = shop.gift_card("50.00 EUR").await;
        let before = shop.world.census().await;
        // Step 17.
        let asked = cart(&[(p1, 1)])
            .taxed_in("SI")
            .with_codes(&["LAUNCH20", "WELCOME10"])
            .paid_by(&card.to_lowercase(), None);
        let quote = shop.quote(asked).await.unwrap();
        assert_eq!(
            (quote.lines[0].list_minor, steps(&quote, 0)),
            (10_000, vec![8_000, 7_200])
        );
        assert_eq!(
            (quote.net_minor, quote.tax_minor, quote.total_minor),
            (7_200, 1_584, 8_784)
        );
        assert_eq!((quote.gift_card_minor, quote.due_minor), (5_000, 3_784));
        assert_eq!(quote.gift_cards[0].amount_minor, 5_000);
        assert_eq!(shop.world.census().await, before);
        let cards = shop.world.all::<gift_card::Entity>().await;
        assert_eq!(cards[0].balance_minor, 5_000);
    })
    .await;
}

#[tokio::test]
async fn a_gift_card_is_a_tender_and_not_a_discount() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        let card = shop.gift_card("50.00 EUR").await;
        let big = shop.gift_card("200.00 EUR").await;
        let asked = || cart(&[(p1, 1)]).taxed_in("SI");
        // E-G1
        let quote = shop.quote(asked().paid_by(&card, None)).await.unwrap();
        assert_eq!(
            (quote.net_minor, quote.tax_minor, quote.total_minor),
            (10_000, 2_200, 12_200)
        );
        assert_eq!((quote.gift_card_minor, quote.due_minor), (5_000, 7_200));
        // The second one pays only what the first leaves; a third one would pay nothing.
        let quote = shop
            .quote(asked().paid_by(&card, None).paid_by(&big, None))
            .await
            .unwrap();
        let paid: Vec<i64> = quote.gift_cards.iter().map(|card| card.amount_minor).collect();
        assert_eq!((paid, quote.due_minor), (vec![5_000, 7_200], 0));
        let quote = shop
            .quote(asked().paid_by(&big, None).paid_by(&card, None))
            .await
            .unwrap();
        assert_eq!((quote.gift_cards.len(), quote.gift_card_minor), (1, 12_200));
        // Exactly as much as somebody says, if it is needed.
        let quote = shop.quote(asked().paid_by(&card, Some("40"))).await.unwrap();
        assert_eq!((quote.gift_card_minor, quote.due_minor), (4_000, 8_200));
        assert_eq!(
            problems(shop.quote(asked().paid_by(&big, Some("122.01"))).await),
            [r#"giftCards.0.amount OutOfRange {"max":"122.00","min":"0.00"}"#]
        );
        assert_eq!(
            problems(
                shop.quote(asked().paid_by(&card, None).paid_by(&card.to_lowercase(), None))
                    .await
            ),
            ["giftCards.1.code Duplicate"]
        );
    })
    .await;
}

#[tokio::test]
async fn no_more_is_used_than_there_is() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let issued = shop.issue(gift_card("key", "50.00 EUR")).await.unwrap();
        let code = issued.code.unwrap().reveal();
        take(&shop, issued.card.id, 1_000).await;
        // E-G3, as the second one of two orders sees it.
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1)]).paid_by(&code, Some("40.00"))).await),
            [r#"giftCards.0.amount GiftCardInsufficient {"available":"10.00"}"#]
        );
        let quote = shop.quote(cart(&[(p1, 1)]).paid_by(&code, None)).await.unwrap();
        assert_eq!(quote.gift_card_minor, 1_000);
        take(&shop, issued.card.id, 0).await;
        assert_eq!(
            problems(shop.quote(cart(&[(p1, 1)]).paid_by(&code, None)).await),
            [r#"giftCards.0.code GiftCardInsufficient {"available":"0.00"}"#]
        );
    })
    .await;
}

/// Leaves a balance on a card, as an order would.
async fn take(shop: &Shop, card: GiftCardId, balance: i64) {
    let own = shop.marko_member;
    within!(shop.world, shop.marko, shop.id, |tx| async move {
        let buyer = tx.load_for::<Shopping>("id", own).await?;
        let which = gift_card::Column::Id.eq(card);
        for granted in tx
            .load_entailed::<Shopping, gift_card::Entity>(&buyer, which)
            .await?
        {
            tx.update(granted, |row| row.balance_minor = Set(balance)).await?;
        }
        Ok(())
    })
    .unwrap();
}

#[tokio::test]
async fn cards_that_cannot_pay_say_why() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let (id, owner) = shop.world.organization("borealis").await;
        let elsewhere = Shop {
            id,
            owner,
            ..shop.clone()
        };
        let foreign = elsewhere.gift_card("50.00 EUR").await;
        let dollars = shop.gift_card("50.00 USD").await;
        let ending = IssueGiftCard {
            kind: GiftCardKind::Purchased,
            amount: money("50.00 EUR"),
            expires_at: Some(moment("2026-03-15T08:00:00Z")),
            note: None,
            idempotency_key: "ending".to_owned(),
        };
        let ending = shop.issue(ending).await.unwrap().code.unwrap().reveal();
        let off = shop.issue(gift_card("off", "50.00 EUR")).await.unwrap();
        within!(shop.world, shop.owner, shop.id, |tx| set_gift_card_active(
            tx,
            off.card.id,
            false
        ))
        .unwrap();
        let off = off.code.unwrap().reveal();
        shop.world.pass(Duration::days(1));
        // E-G4
        let asked = cart(&[(p1, 1)])
            .paid_by(&dollars, None)
            .paid_by(&ending, None)
            .paid_by(&off, None)
            .paid_by(&foreign, None);
        assert_eq!(
            problems(shop.quote(asked).await),
            [
                r#"giftCards.0.code GiftCardCurrencyMismatch {"expected":"EUR","found":"USD"}"#,
                r#"giftCards.1.code GiftCardExpired {"expiredAt":"2026-03-15T08:00:00Z"}"#,
                "giftCards.2.code GiftCardInactive",
                "giftCards.3.code NotFound",
            ]
        );
    })
    .await;
}
