//! Many at once: E-P8, E-G3, E-X1 and the limits of refunds.

use crate::{
    shop::{Cart, cart, code},
    till::{Till, at_once, distinct, refund_of},
    world::{code as code_of, in_every_world, problems},
};
use commerce::offer::CreateOffer;
use entities::{gift_card, offer, offer_use, order, order::OrderStatus, payment};
use kernel::Code;

#[tokio::test]
async fn the_same_order_fifty_times_is_one_order_and_one_charge() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let sent = {
            let till = till.clone();
            at_once(50, move |_n| {
                let till = till.clone();
                async move {
                    let asked = cart(&[(p1, 1)]).taxed_in("US");
                    till.checkout(&till.shop.marko, asked, "test_ok", "K1")
                        .await
                        .unwrap()
                }
            })
            .await
        };
        assert_eq!(distinct(sent.iter().map(|(order, _)| *order)), 1);
        assert_eq!(sent.iter().filter(|(_, replayed)| *replayed).count(), 49);
        let (charges, calls) = till.provider.seen(|seen| (seen.charges.len(), seen.calls));
        assert_eq!((charges, calls), (1, 1));
        assert_eq!(till.world().all::<order::Entity>().await.len(), 1);
        assert_eq!(till.world().all::<payment::Entity>().await.len(), 1);
        assert_eq!(till.order(sent[0].0).await.status, OrderStatus::Paid);
        // Another amount under the same key is a conflict, and somebody else's key is their own.
        let other = till
            .checkout(&till.shop.marko, cart(&[(p1, 2)]).taxed_in("US"), "test_ok", "K1")
            .await;
        assert_eq!(problems(other), ["idempotencyKey IdempotencyConflict"]);
        let (nik, _) = till.world().customer(till.shop.id, "nik").await;
        let own = till
            .checkout(&nik, cart(&[(p1, 1)]).taxed_in("US"), "test_ok", "K1")
            .await
            .unwrap();
        assert!(!own.1);
        // So is the key of another organization.
        let (other_id, other_owner) = till.world().organization("borealis").await;
        let mut elsewhere = till.clone();
        elsewhere.shop.id = other_id;
        elsewhere.shop.owner = other_owner;
        let employees = till.world().all::<entities::employee::Entity>().await;
        elsewhere.owner_employee = employees
            .iter()
            .find(|row| row.organization_id == other_id)
            .unwrap()
            .id;
        let (there, _) = elsewhere.course("p1", "50.00 EUR").await;
        crate::world::within!(till.world(), till.shop.marko, other_id, |tx| {
            people::member::join_organization(tx)
        })
        .unwrap();
        let own = elsewhere
            .checkout(&till.shop.marko, cart(&[(there, 1)]), "test_ok", "K1")
            .await
            .unwrap();
        assert!(!own.1);
    })
    .await;
}

#[tokio::test]
async fn two_carts_share_a_gift_card_and_the_others_are_told_what_is_left() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "40.00 EUR").await;
        let card = till.shop.gift_card("100.00 EUR").await;
        let mut buyers = Vec::new();
        for n in 0..32 {
            buyers.push(till.world().customer(till.shop.id, &format!("buyer{n}")).await.0);
        }
        let sent = {
            let (till, card) = (till.clone(), card.clone());
            at_once(32, move |n| {
                let (till, card, buyer) = (till.clone(), card.clone(), buyers[n].clone());
                async move {
                    let asked = cart(&[(p1, 1)]).taxed_in("US").paid_by(&card, Some("40.00"));
                    till.checkout(&buyer, asked, "", "K1").await
                }
            })
            .await
        };
        let (done, refused): (Vec<_>, Vec<_>) = sent.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (2, 30));
        for refusal in refused {
            assert_eq!(
                problems(refusal),
                ["giftCards.0.amount GiftCardInsufficient {\"available\":\"20.00\"}"]
            );
        }
        assert_eq!(
            till.world().all::<gift_card::Entity>().await[0].balance_minor,
            2_000
        );
        let orders = till.world().all::<order::Entity>().await;
        assert_eq!(orders.len(), 2);
        assert!(
            orders
                .iter()
                .all(|order| order.status == OrderStatus::Paid && order.due_minor == 0)
        );
        assert_eq!(till.provider.seen(|seen| seen.calls), 0);
        assert_eq!(till.world().all::<payment::Entity>().await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_coupon_for_one_is_for_one() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let once = CreateOffer {
            max_uses: Some(1),
            ..code("ONCE", "50 %")
        };
        till.shop.offers(once).await.unwrap();
        let mut buyers = Vec::new();
        for n in 0..20 {
            buyers.push(till.world().customer(till.shop.id, &format!("buyer{n}")).await.0);
        }
        let sent = {
            let till = till.clone();
            at_once(20, move |n| {
                let (till, buyer) = (till.clone(), buyers[n].clone());
                async move {
                    let asked = cart(&[(p1, 1)]).taxed_in("US").with_codes(&["ONCE"]);
                    till.checkout(&buyer, asked, "test_ok", "K1").await
                }
            })
            .await
        };
        let (done, refused): (Vec<_>, Vec<_>) = sent.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (1, 19));
        for refusal in refused {
            assert_eq!(code_of(refusal), Code::CouponExhausted);
        }
        let orders = till.world().all::<order::Entity>().await;
        assert_eq!((orders.len(), orders[0].total_minor), (1, 5_000));
        assert_eq!(till.world().all::<offer_use::Entity>().await.len(), 1);
        assert_eq!(till.world().all::<offer::Entity>().await[0].uses, 1);
        assert_eq!(till.provider.seen(|seen| seen.charges.len()), 1);
        let keys = till.world().all::<entities::idempotency_key::Entity>().await;
        assert_eq!(keys.iter().filter(|key| key.operation == "placeOrder").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_offer_for_some_is_never_used_by_more() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "10.00 EUR").await;
        let some = CreateOffer {
            max_uses: Some(7),
            ..code("SEVEN", "100 %")
        };
        till.shop.offers(some).await.unwrap();
        let mut buyers = Vec::new();
        for n in 0..64 {
            buyers.push(till.world().customer(till.shop.id, &format!("buyer{n}")).await.0);
        }
        let sent = {
            let till = till.clone();
            at_once(64, move |n| {
                let (till, buyer) = (till.clone(), buyers[n].clone());
                async move {
                    let asked = cart(&[(p1, 1)]).taxed_in("US").with_codes(&["SEVEN"]);
                    till.checkout(&buyer, asked, "", "K1").await
                }
            })
            .await
        };
        assert_eq!(sent.iter().filter(|done| done.is_ok()).count(), 7);
        assert_eq!(till.world().all::<offer::Entity>().await[0].uses, 7);
        assert_eq!(till.world().all::<order::Entity>().await.len(), 7);
    })
    .await;
}

#[tokio::test]
async fn an_offer_for_each_customer_is_not_used_more_often_by_one() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let p1 = till.shop.sells("p1", "10.00 EUR").await;
        let thrice = CreateOffer {
            max_uses_per_member: Some(3),
            ..code("THRICE", "100 %")
        };
        till.shop.offers(thrice).await.unwrap();
        let sent = {
            let till = till.clone();
            at_once(64, move |n| {
                let till = till.clone();
                async move {
                    let asked = cart(&[(p1, 1)]).taxed_in("US").with_codes(&["THRICE"]);
                    till.checkout(&till.shop.marko, asked, "", &format!("K{n}")).await
                }
            })
            .await
        };
        let (done, refused): (Vec<_>, Vec<_>) = sent.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), refused.len()), (3, 61));
        for refusal in refused {
            assert_eq!(code_of(refusal), Code::OfferAlreadyUsed);
        }
        assert_eq!(till.world().all::<order::Entity>().await.len(), 3);
        // Somebody else has uses of their own.
        let other = till.world().customer(till.shop.id, "other").await.0;
        let asked = cart(&[(p1, 1)]).taxed_in("US").with_codes(&["THRICE"]);
        till.checkout(&other, asked, "", "K").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn refunds_at_once_never_exceed_what_was_paid() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        for (times, amount, possible) in [(10, "60.00", 1), (20, "5.00", 20)] {
            let id = till.buys(cart(&[(p1, 1)]).taxed_in("US"), "test_ok").await;
            let sent = {
                let till = till.clone();
                at_once(times, move |n| {
                    let till = till.clone();
                    async move {
                        let owner = till.shop.owner.clone();
                        till.refunds(&owner, refund_of(id, Some(amount), &format!("{id}-{n}")))
                            .await
                    }
                })
                .await
            };
            let (done, refused): (Vec<_>, Vec<_>) = sent.into_iter().partition(Result::is_ok);
            assert_eq!(
                (done.len(), refused.len()),
                (possible, times - possible),
                "{amount}"
            );
            for refusal in refused {
                assert_eq!(
                    problems(refusal),
                    ["amount RefundExceedsRemaining {\"remaining\":\"40.00\"}"]
                );
            }
            let refunded = if possible == 1 { 6_000 } else { 10_000 };
            assert_eq!(till.order(id).await.refunded_minor, refunded);
            assert_eq!(till.payment(id).await.refunded_minor, refunded);
        }
        let given_back: i64 = till.provider.seen(|seen| seen.refunds.values().sum());
        assert_eq!(given_back, 16_000);
        till.books().await;
    })
    .await;
}

#[tokio::test]
async fn the_same_refund_many_times_is_one() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let id = till.buys(cart(&[(p1, 1)]).taxed_in("US"), "test_ok").await;
        let sent = {
            let till = till.clone();
            at_once(50, move |_n| {
                let till = till.clone();
                async move {
                    let owner = till.shop.owner.clone();
                    till.refunds(&owner, refund_of(id, Some("10.00"), "R1"))
                        .await
                        .unwrap()
                }
            })
            .await
        };
        assert_eq!(distinct(sent.iter().map(|asked| asked.refund.id)), 1);
        assert_eq!(sent.iter().filter(|asked| asked.is_replayed).count(), 49);
        assert_eq!(till.order(id).await.refunded_minor, 1_000);
        assert_eq!(till.provider.seen(|seen| seen.refunds.len()), 1);
        let owner = till.shop.owner.clone();
        let other = till.refunds(&owner, refund_of(id, Some("10.01"), "R1")).await;
        assert_eq!(problems(other), ["idempotencyKey IdempotencyConflict"]);
    })
    .await;
}
