//! Many carts at the same moment: whoever holds a cart's offers and gift cards decides alone.

use crate::{
    shop::{Cart, Shop, cart, code},
    world::{at, in_every_world, problems},
};
use authz::Actor;
use commerce::{
    offer::CreateOffer,
    quote::{self, QuoteRequest},
};
use entities::{gift_card, offer};
use sea_orm::ActiveValue::Set;
use store::Failure;

impl Shop {
    /// What an order does with a quote: it counts the uses and takes from the balances.
    async fn take(&self, actor: &Actor, request: QuoteRequest) -> Result<i64, Failure> {
        self.world
            .store()
            .write_in(actor, None, &at(self.id), |tx| {
                let request = request.clone();
                Box::pin(async move {
                    let buyer = quote::buyer(tx).await?;
                    let quote = quote::calculate(tx, &buyer, &request).await?;
                    for applied in quote.offers {
                        let uses = applied.offer.uses + 1;
                        tx.update(applied.offer, |row| row.uses = Set(uses)).await?;
                    }
                    for paying in quote.gift_cards {
                        let left = paying.gift_card.balance_minor - paying.amount_minor;
                        tx.update(paying.gift_card, |row| row.balance_minor = Set(left))
                            .await?;
                    }
                    Ok(quote.due_minor)
                })
            })
            .await
    }

    /// Twenty customers who ask at the same moment, and what each was told.
    async fn rush(&self, request: impl Fn(usize) -> QuoteRequest) -> Vec<Result<i64, Failure>> {
        let mut customers = Vec::new();
        for number in 0..20 {
            customers.push(self.world.customer(self.id, &format!("customer{number}")).await.0);
        }
        let asking: Vec<_> = customers
            .into_iter()
            .enumerate()
            .map(|(number, customer)| {
                let (shop, request) = (self.clone(), request(number));
                tokio::spawn(async move { shop.take(&customer, request).await })
            })
            .collect();
        let mut told = Vec::new();
        for one in asking {
            told.push(one.await.unwrap());
        }
        told
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_offer_for_one_order_is_used_once() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let once = CreateOffer {
            max_uses: Some(1),
            ..code("ONCE", "20 %")
        };
        shop.offers(once).await.unwrap();
        // E-P8
        let told = shop.rush(|_| cart(&[(p1, 1)]).with_codes(&["ONCE"])).await;
        let mut discounted = 0;
        for one in told {
            match one {
                Ok(due) => {
                    assert_eq!(due, 8_000);
                    discounted += 1;
                }
                refused => assert_eq!(problems(refused), [r#"offerCodes.0 CouponExhausted {"max":1}"#]),
            }
        }
        assert_eq!(discounted, 1);
        assert_eq!(shop.world.all::<offer::Entity>().await[0].uses, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn carts_with_the_same_offers_and_cards_in_another_order_do_not_get_stuck() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "1.00 EUR").await;
        for name in ["ONE", "TWO"] {
            shop.offers(code(name, "50 %")).await.unwrap();
        }
        let (first, second) = (
            shop.gift_card("10.00 EUR").await,
            shop.gift_card("20.00 EUR").await,
        );
        let told = shop
            .rush(|number| {
                let asked = cart(&[(p1, 4)]);
                if number % 2 == 0 {
                    let asked = asked.with_codes(&["ONE", "TWO"]);
                    asked.paid_by(&first, Some("0.40")).paid_by(&second, Some("0.60"))
                } else {
                    let asked = asked.with_codes(&["TWO", "ONE"]);
                    asked.paid_by(&second, Some("0.60")).paid_by(&first, Some("0.40"))
                }
            })
            .await;
        for due in told {
            assert_eq!(due.unwrap(), 0);
        }
        let uses: Vec<i32> = shop
            .world
            .all::<offer::Entity>()
            .await
            .iter()
            .map(|row| row.uses)
            .collect();
        assert_eq!(uses, [20, 20]);
        let cards = shop.world.all::<gift_card::Entity>().await;
        let mut left: Vec<i64> = cards.iter().map(|card| card.balance_minor).collect();
        left.sort_unstable();
        assert_eq!(left, [200, 800]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_gift_card_is_never_spent_twice() {
    in_every_world(|world| async move {
        let shop = Shop::open(world).await;
        let p1 = shop.sells("p1", "100.00 EUR").await;
        let card = shop.gift_card("50.00 EUR").await;
        // E-G3
        let told = shop
            .rush(|_| cart(&[(p1, 1)]).paid_by(&card, Some("40.00")))
            .await;
        let mut paid = 0;
        for one in told {
            match one {
                Ok(due) => {
                    assert_eq!(due, 6_000);
                    paid += 1;
                }
                refused => assert_eq!(
                    problems(refused),
                    [r#"giftCards.0.amount GiftCardInsufficient {"available":"10.00"}"#]
                ),
            }
        }
        assert_eq!(paid, 1);
        assert_eq!(
            shop.world.all::<gift_card::Entity>().await[0].balance_minor,
            1_000
        );
    })
    .await;
}
