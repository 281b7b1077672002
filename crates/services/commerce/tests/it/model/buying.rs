//! Placing orders, and what becomes of their payments.

use super::{
    Run,
    state::{CURRENCIES, Cart, Line, Order, Priced, Tender, written},
};
use crate::world::{problems, within};
use chrono::Duration;
use commerce::{
    order::{Placed, PlacedOrder, cancel_order},
    payment::{Taken, collect},
    quote::{QuoteRequest, RequestedGiftCard, RequestedLine},
};
use entities::{order::OrderStatus, payment::PaymentStatus};
use serde_json::json;

impl Run {
    fn cart(&mut self) -> Cart {
        let (currency, _) = CURRENCIES[self.dice.place(CURRENCIES.len())];
        let jurisdiction = ["SI", "JP", "US", "KW"][self.dice.place(4)];
        let mut lines: Vec<(usize, i64)> = Vec::new();
        for _ in 0..=self.dice.roll(4) {
            let product = self.dice.place(self.state.products.len());
            if lines.iter().all(|(other, _)| *other != product) {
                lines.push((product, 1 + self.dice.roll(3)));
            }
        }
        let mut offers: Vec<usize> = Vec::new();
        for _ in 0..self.dice.roll(4) {
            // The first ones are without limits, and the last ones have not been used up yet.
            let known = self.state.offers.len();
            let from = if self.dice.percent(60) {
                0
            } else {
                known.saturating_sub(8)
            };
            let offer = from + self.dice.place(8.min(known - from));
            if self.state.offers[offer].code.is_some() && !offers.contains(&offer) {
                offers.push(offer);
            }
        }
        let mut cards: Vec<(usize, Option<i64>)> = Vec::new();
        if self.dice.percent(45) {
            for _ in 0..=self.dice.roll(2) {
                let is_any = self.dice.percent(5);
                let fitting: Vec<usize> = (0..self.state.cards.len())
                    .filter(|n| {
                        let card = &self.state.cards[*n];
                        is_any || (card.currency == currency && card.balance > 0)
                    })
                    .collect();
                if fitting.is_empty() {
                    continue;
                }
                let card = fitting[self.dice.place(fitting.len())];
                let most = self.state.cards[card].balance.min(5_000) + 3;
                let asked = self.dice.percent(50).then(|| 1 + self.dice.roll(most));
                if cards.iter().all(|(other, _)| *other != card) {
                    cards.push((card, asked));
                }
            }
        }
        Cart {
            currency,
            jurisdiction,
            lines,
            offers,
            cards,
        }
    }

    fn request(&self, cart: &Cart) -> QuoteRequest {
        let state = &self.state;
        QuoteRequest {
            currency: cart.currency.to_owned(),
            jurisdiction: Some(cart.jurisdiction.to_owned()),
            lines: cart
                .lines
                .iter()
                .map(|(product, quantity)| RequestedLine {
                    variant_id: state.products[*product].variant,
                    quantity: i32::try_from(*quantity).unwrap(),
                })
                .collect(),
            offer_codes: cart
                .offers
                .iter()
                .map(|n| state.offers[*n].code.clone().unwrap())
                .collect(),
            gift_cards: cart
                .cards
                .iter()
                .map(|(card, asked)| RequestedGiftCard {
                    code: state.cards[*card].code.clone(),
                    amount: asked.map(|asked| written(asked, cart.currency)),
                })
                .collect(),
        }
    }

    pub(super) async fn place(&mut self) {
        let cart = self.cart();
        let buyer = self.dice.place(self.buyers.len());
        let method = [
            "test_ok",
            "test_ok",
            "test_ok",
            "test_delayed",
            "test_3ds",
            "test_decline",
        ][self.dice.place(6)];
        self.tell(format!("buyer {buyer} orders {cart:?} by {method}"));
        let now = self.till.world().store().now();
        let expected = self.state.price(&cart, buyer, now);
        let (request, key, actor) = (self.request(&cart), self.key(), self.buyers[buyer].clone());
        let placed = self.till.place(&actor, request.clone(), method, &key).await;
        let priced = match (expected, placed) {
            (Ok(priced), Ok(Placed::Now(placed))) => {
                self.keep(&cart, buyer, &priced, &placed);
                self.ask(&placed, method).await;
                if self.dice.percent(5) {
                    let again = self.till.place(&actor, request, method, &key).await.unwrap();
                    assert!(matches!(again, Placed::Before(id) if id == placed.order.id));
                }
                priced
            }
            (Err(expected), placed) => {
                let told = problems(placed);
                assert_eq!(told.len(), expected.len(), "{told:?} is not {expected:?}");
                for (told, expected) in told.iter().zip(&expected) {
                    assert!(told.starts_with(expected), "{told} is not {expected}");
                }
                return;
            }
            (Ok(priced), other) => panic!("{priced:?} became {other:?}"),
        };
        let last = self.state.orders.len() - 1;
        if self.state.orders[last].status == OrderStatus::Paid && priced.lines.iter().any(|(net, _)| *net > 0)
        {
            self.check_sale(last).await;
        }
    }

    /// Compares what was answered and keeps it.
    fn keep(&mut self, cart: &Cart, buyer: usize, priced: &Priced, placed: &PlacedOrder) {
        let PlacedOrder {
            order,
            lines,
            gift_card_uses,
            payment,
            ..
        } = placed;
        let (net, tax): (i64, i64) = priced
            .lines
            .iter()
            .fold((0, 0), |(net, tax), (n, t)| (net + n, tax + t));
        let cards: i64 = priced.cards.iter().sum();
        assert_eq!(
            [
                order.list_minor,
                order.net_minor,
                order.tax_minor,
                order.total_minor,
                order.gift_card_minor,
                order.due_minor
            ],
            [priced.list, net, tax, net + tax, cards, priced.due]
        );
        let answered: Vec<(i64, i64)> = lines
            .iter()
            .map(|line| (line.net_minor, line.tax_minor))
            .collect();
        assert_eq!(answered, priced.lines);
        assert_eq!(
            payment.as_ref().map_or(0, |payment| payment.amount_minor),
            priced.due
        );
        let mut tenders = Vec::new();
        for ((card, _), paid) in cart.cards.iter().zip(&priced.cards) {
            if *paid > 0 {
                let id = self.state.cards[*card].id;
                let used = gift_card_uses
                    .iter()
                    .find(|used| used.gift_card_id == id)
                    .unwrap();
                assert_eq!(used.amount_minor, *paid);
                self.state.cards[*card].balance -= paid;
                tenders.push(Tender {
                    card: Some((used.id, *card)),
                    paid: *paid,
                    back: 0,
                });
            }
        }
        assert_eq!(tenders.len(), gift_card_uses.len());
        tenders.sort_by_key(|tender| tender.card.map(|(id, _)| id));
        if priced.due > 0 {
            tenders.push(Tender {
                card: None,
                paid: priced.due,
                back: 0,
            });
        }
        for offer in &priced.offers {
            self.state.offers[*offer].uses[buyer] += 1;
        }
        let kept = lines.iter().zip(&cart.lines).map(|(line, (product, _))| Line {
            id: line.id,
            product: *product,
            net: line.net_minor,
            tax: line.tax_minor,
            refunded: 0,
            fees: Vec::new(),
            credits: Vec::new(),
            who: Vec::new(),
            fees_back: Vec::new(),
            credits_back: Vec::new(),
        });
        self.state.orders.push(Order {
            id: order.id,
            currency: cart.currency,
            buyer,
            status: OrderStatus::Pending,
            placed_at: order.placed_at,
            payment: None,
            terms: self.state.fees,
            lines: kept.collect(),
            tenders,
            offers: priced.offers.clone(),
            refunded: 0,
            dispute: None,
        });
    }

    /// Has the provider asked, as the API does.
    async fn ask(&mut self, placed: &PlacedOrder, method: &str) {
        let last = self.state.orders.len() - 1;
        let Some(payment) = &placed.payment else {
            self.state.sell(last);
            return;
        };
        let (store, number) = (self.till.world().store(), &placed.order.number);
        let asked = collect(store, &self.till.provider, None, payment, number)
            .await
            .unwrap();
        self.state.orders[last].payment = Some((asked.id, asked.reference.unwrap()));
        let expected = match method {
            "test_ok" => {
                self.state.sell(last);
                PaymentStatus::Captured
            }
            "test_decline" => {
                self.state.give_up(last);
                PaymentStatus::Failed
            }
            "test_3ds" => PaymentStatus::RequiresAction,
            _ => PaymentStatus::Pending,
        };
        assert_eq!(asked.status, expected);
    }

    /// One of the youngest orders in a state.
    pub(super) fn some_order(&mut self, fits: impl Fn(&Order) -> bool) -> Option<usize> {
        let orders = self.state.orders.iter().enumerate();
        let found: Vec<usize> = orders
            .rev()
            .filter(|(_, order)| fits(order))
            .map(|(n, _)| n)
            .take(60)
            .collect();
        (!found.is_empty()).then(|| found[self.dice.place(found.len())])
    }

    async fn hear(&mut self, order: usize, kind: &str) -> Taken {
        let order = &self.state.orders[order];
        let (id, reference) = order.payment.clone().unwrap();
        let due = order
            .tenders
            .iter()
            .find(|tender| tender.card.is_none())
            .unwrap()
            .paid;
        let body = json!({ "id": format!("evt_{}", self.step), "type": kind, "payment": { "key": id.to_string(),
            "reference": reference, "failureCode": null, "amountMinor": due, "currency": order.currency } });
        self.till.tells(body).await
    }

    /// The provider tells what became of a payment that waits.
    pub(super) async fn settle(&mut self) {
        let Some(order) = self.some_order(|order| order.status == OrderStatus::Pending) else {
            return;
        };
        let is_paid = self.dice.percent(80);
        self.tell(format!("order {order} is paid: {is_paid}"));
        if is_paid {
            assert_eq!(self.hear(order, "payment.captured").await, Taken::Now);
            self.state.sell(order);
            self.check_sale(order).await;
        } else {
            assert_eq!(self.hear(order, "payment.failed").await, Taken::Now);
            self.state.give_up(order);
        }
    }

    /// Money comes for an order that was given up: it goes back, and nothing is sold.
    pub(super) async fn capture_late(&mut self) {
        let is_late = |order: &Order| order.status == OrderStatus::Cancelled && order.payment.is_some();
        if let Some(order) = self.some_order(is_late) {
            self.tell(format!("order {order} is paid too late"));
            self.hear(order, "payment.captured").await;
        }
    }

    pub(super) async fn cancel(&mut self) {
        let is_open = |order: &Order| order.status == OrderStatus::Pending;
        let is_paid = |order: &Order| order.status == OrderStatus::Paid;
        let wants_open = self.dice.percent(70);
        let Some(order) = self.some_order(if wants_open { is_open } else { is_paid }) else {
            return;
        };
        self.tell(format!("order {order} is cancelled"));
        let (id, key) = (self.state.orders[order].id, self.key());
        let done = within!(
            self.till.world(),
            self.till.shop.owner,
            self.till.shop.id,
            |tx, key| async { cancel_order(tx, id, None, &key).await }
        );
        if wants_open {
            assert_eq!(done.unwrap().status, OrderStatus::Cancelled);
            self.state.give_up(order);
        } else {
            assert!(problems(done)[0].contains("OrderNotPending"));
        }
    }

    /// Orders that nobody has paid within a day are given up.
    pub(super) async fn reconcile(&mut self) {
        let over = self.till.world().store().now() - Duration::hours(24);
        self.tell("payments are looked after".to_owned());
        let done = self.till.reconciles().await;
        let mut given_up = 0;
        for order in 0..self.state.orders.len() {
            let known = &self.state.orders[order];
            if known.status == OrderStatus::Pending && known.placed_at <= over {
                self.state.give_up(order);
                given_up += 1;
            }
        }
        assert_eq!(done.given_up, given_up);
    }
}
