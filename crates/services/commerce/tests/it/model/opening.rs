//! What there is at the beginning, and what the owner adds and changes.

use super::{
    Dice, Run,
    state::{CURRENCIES, Card, Currency, Offer, Product, State, Takes, written},
};
use crate::{
    shop::moment,
    till::Till,
    world::{World, within},
};
use authz::{Actor, SignedIn};
use chrono::Duration;
use commerce::{
    MoneyInput, gift_card::IssueGiftCard, offer::CreateOffer, price::SetPrice, tax_rate::CreateTaxRate,
};
use commerce::{product::activate_product, tax_rate::create_tax_rate};
use entities::{
    employee::WorkRole, fee_schedule::RefundedFeeBearer, gift_card::GiftCardKind,
    ledger_account::AccountCode, organization::TaxRounding,
};
use finance::fee_schedule::{SetFeeSchedule, set_fee_schedule};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, VecDeque};

fn money(minor: i64, currency: Currency) -> MoneyInput {
    MoneyInput {
        amount: written(minor, currency),
        currency: currency.to_owned(),
    }
}

impl Run {
    pub(super) async fn open(world: World, seed: u64) -> Self {
        let till = Till::open(world).await;
        let operator = match till.world().user("olga").await {
            Actor::User(user) => Actor::User(SignedIn {
                is_operator: true,
                ..user
            }),
            Actor::Anonymous | Actor::System(_) => panic!("not a user"),
        };
        let mut buyers = vec![till.shop.marko.clone()];
        for name in ["petra", "nik"] {
            buyers.push(till.world().customer(till.shop.id, name).await.0);
        }
        let mut run = Self {
            till,
            state: State::default(),
            dice: Dice(seed),
            operator,
            buyers,
            step: 0,
            seed,
            told: VecDeque::new(),
        };
        let mut employees = Vec::new();
        for name in ["cora", "dino", "kim"] {
            employees.push(run.till.hire(name, WorkRole::Creator).await.2);
        }
        for slug in ["rust", "async", "ledgers", "forklifts"] {
            let (id, variant) = run.till.shop.product(slug).await;
            within!(run.till.world(), run.till.shop.owner, run.till.shop.id, |tx| {
                activate_product(tx, id)
            })
            .unwrap();
            run.state.products.push(Product {
                id,
                variant,
                prices: BTreeMap::new(),
                shares: Vec::new(),
            });
            let place = run.state.products.len() - 1;
            for (currency, _) in CURRENCIES {
                // Forklifts are not sold for dollars.
                if place != 3 || currency != "USD" {
                    run.set_price(place, currency).await;
                }
            }
            for (employee, percent) in employees.iter().zip([60, 20, 5]) {
                run.till.world().pass(Duration::seconds(1));
                run.begin_share(place, *employee, percent * 10_000).await;
            }
        }
        run.till.world().pass(Duration::seconds(1));
        run.set_fees([50_000, 30_000, 80_000], false).await;
        for (jurisdiction, ppm) in [("SI", 220_000), ("JP", 100_000), ("US", 0)] {
            run.set_tax(jurisdiction, ppm).await;
        }
        for (takes, group, product) in [
            (Takes::Percent(200_000), None, None),
            (Takes::Percent(125_000), None, Some(0)),
            (Takes::Fixed(500, "EUR"), None, None),
            (Takes::Fixed(777, "JPY"), None, Some(1)),
            (Takes::Percent(250_000), Some("best"), None),
            (Takes::Fixed(2_000, "EUR"), Some("best"), None),
            (Takes::Percent(333_333), Some("best"), Some(2)),
        ] {
            run.make_offer(takes, group, product, (None, None), true).await;
        }
        run.make_offer(Takes::Fixed(50, "KWD"), None, Some(1), (None, None), false)
            .await;
        for (currency, _) in CURRENCIES {
            run.make_card(currency, 30_000, None).await;
        }
        run
    }

    async fn set_price(&mut self, product: usize, currency: Currency) {
        let most = if self.dice.percent(25) { 30 } else { 20_000 };
        let (amount, is_tax_inclusive) = (self.dice.roll(most), self.dice.percent(40));
        let input = SetPrice {
            variant_id: self.state.products[product].variant,
            amount: money(amount, currency),
            is_tax_inclusive,
            valid_from: None,
        };
        self.till.shop.set_price(input).await.unwrap();
        self.state.products[product]
            .prices
            .insert(currency, (amount, is_tax_inclusive));
    }

    pub(super) async fn change_price(&mut self) {
        let product = self.dice.place(self.state.products.len());
        let (currency, _) = CURRENCIES[self.dice.place(CURRENCIES.len())];
        if self.state.products[product].prices.contains_key(currency) {
            self.set_price(product, currency).await;
            let price = self.state.products[product].prices[currency];
            self.tell(format!("price of {product} is {price:?} {currency}"));
        }
    }

    async fn set_fees(&mut self, ppm: [i64; 3], is_shared: bool) {
        let (id, percent) = (self.till.shop.id, ppm.map(|ppm| Decimal::new(ppm, 4)));
        let input = SetFeeSchedule {
            platform_fee: percent[0],
            processing_fee: percent[1],
            withholding: percent[2],
            refunded_fee_bearer: if is_shared {
                RefundedFeeBearer::Shared
            } else {
                RefundedFeeBearer::Organization
            },
            valid_from: None,
        };
        within!(
            self.till.world(),
            self.operator,
            id,
            |tx, input| set_fee_schedule(tx, id, input)
        )
        .unwrap();
        self.state.fees = (ppm, is_shared);
    }

    pub(super) async fn change_fees(&mut self) {
        let ppm = [0, 1, 2].map(|_| self.dice.roll(1_501) * 100);
        let is_shared = self.dice.percent(50);
        self.tell(format!("fees are {ppm:?}, the provider's is shared: {is_shared}"));
        self.set_fees(ppm, is_shared).await;
    }

    async fn set_tax(&mut self, jurisdiction: &'static str, ppm: i64) {
        let is_first = !self.state.taxes.contains_key(jurisdiction);
        let input = CreateTaxRate {
            jurisdiction: jurisdiction.to_owned(),
            name: "VAT".to_owned(),
            percent: Decimal::new(ppm, 4),
            valid_from: is_first.then(|| moment("2026-01-01T00:00:00Z")),
        };
        within!(
            self.till.world(),
            self.till.shop.owner,
            self.till.shop.id,
            |tx, input| create_tax_rate(tx, input)
        )
        .unwrap();
        self.state.taxes.insert(jurisdiction, ppm);
    }

    pub(super) async fn change_tax(&mut self) {
        if self.dice.percent(50) {
            let rounds_per_order = !self.state.rounds_per_order;
            self.tell(format!("tax is rounded per order: {rounds_per_order}"));
            let rounding = if rounds_per_order {
                TaxRounding::Order
            } else {
                TaxRounding::Line
            };
            self.till.shop.rounds_taxes(rounding).await;
            self.state.rounds_per_order = rounds_per_order;
            return;
        }
        let jurisdiction = ["SI", "JP", "US"][self.dice.place(3)];
        let ppm = self.dice.roll(2_500) * 100;
        self.tell(format!("tax of {jurisdiction} is {ppm}"));
        self.set_tax(jurisdiction, ppm).await;
    }

    async fn make_offer(
        &mut self,
        takes: Takes,
        group: Option<&'static str>,
        product: Option<usize>,
        (most, most_per_member): (Option<i64>, Option<i64>),
        has_code: bool,
    ) {
        let age = self.state.offers.len();
        self.till.world().pass(Duration::seconds(1));
        let code = has_code.then(|| format!("CODE{age}"));
        let position = i32::try_from(self.dice.roll(4)).unwrap() + 1;
        let (percent, amount) = match takes {
            Takes::Percent(ppm) => (Some(Decimal::new(ppm, 4)), None),
            Takes::Fixed(minor, currency) => (None, Some(money(minor, currency))),
        };
        let input = CreateOffer {
            name: format!("Offer {age}"),
            code: code.clone(),
            percent,
            amount,
            product_id: product.map(|place| self.state.products[place].id),
            exclusive_group: group.map(ToOwned::to_owned),
            position: Some(position),
            starts_at: None,
            ends_at: None,
            max_uses: most.map(|most| i32::try_from(most).unwrap()),
            max_uses_per_member: most_per_member.map(|most| i32::try_from(most).unwrap()),
        };
        let made = self.till.shop.offers(input).await.unwrap();
        self.state.offers.push(Offer {
            id: made.id,
            code,
            takes,
            product,
            group,
            position,
            most,
            most_per_member,
            uses: [0; 3],
        });
    }

    pub(super) async fn offer(&mut self) {
        let takes = if self.dice.percent(50) {
            Takes::Percent((1 + self.dice.roll(9_000)) * 100)
        } else {
            let (currency, _) = CURRENCIES[self.dice.place(CURRENCIES.len())];
            Takes::Fixed(1 + self.dice.roll(9_000), currency)
        };
        let group = [None, Some("best"), Some("other")][self.dice.place(3)];
        let product = self
            .dice
            .percent(30)
            .then(|| self.dice.place(self.state.products.len()));
        let most = self.dice.percent(70).then(|| 1 + self.dice.roll(8));
        let per_member = self.dice.percent(40).then(|| 1 + self.dice.roll(2));
        self.tell(format!("another offer, {most:?} times"));
        self.make_offer(takes, group, product, (most, per_member), true)
            .await;
    }

    async fn make_card(&mut self, currency: Currency, amount: i64, days: Option<i64>) {
        let expires_at = days.map(|days| self.till.world().store().now() + Duration::days(days));
        let input = IssueGiftCard {
            kind: GiftCardKind::Promotional,
            amount: money(amount, currency),
            expires_at,
            note: None,
            idempotency_key: format!("card {}", self.state.cards.len()),
        };
        let issued = self.till.shop.issue(input).await.unwrap();
        self.state.cards.push(Card {
            id: issued.card.id,
            code: issued.code.unwrap().reveal(),
            currency,
            balance: amount,
            expires_at,
        });
        self.state.post(AccountCode::Promotion, currency, amount);
        self.state.post(AccountCode::GiftCards, currency, -amount);
    }

    pub(super) async fn issue(&mut self) {
        let (currency, _) = CURRENCIES[self.dice.place(CURRENCIES.len())];
        let amount = 1 + self.dice.roll(40_000);
        let days = self.dice.percent(50).then(|| 1 + self.dice.roll(60));
        self.tell(format!("gift card of {amount} {currency} for {days:?} days"));
        self.make_card(currency, amount, days).await;
    }
}
