//! Somebody who buys, and asks again until there is an answer.

use super::{
    SECRET,
    dice::Dice,
    shop::{Shop, cents, text},
};
use crate::client::Client;
use anyhow::{Context, bail, ensure};
use kernel::{Clock, SystemClock};
use payments::{NewPayment, PaymentGateway, TestProvider};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::time::{sleep, timeout};

/// How long an answer may take before the customer asks again.
const ANSWER: Duration = Duration::from_secs(10);

/// Refusals that depend on what others bought meanwhile: the customer buys without what was refused.
const EXPECTED: [&str; 3] = ["COUPON_EXHAUSTED", "GIFT_CARD_INSUFFICIENT", "OUT_OF_RANGE"];

const PLACE: &str = "mutation($input: PlaceOrderInput!) { placeOrder(input: $input) { replayed
    order { id totalAmount { amount } dueAmount { amount } } payment { id } userErrors { code } } }";

/// An order that was answered.
#[derive(Clone, Debug)]
pub(super) struct Acknowledged {
    pub(super) key: String,
    pub(super) total: i64,
    /// Whether the customer has paid, or the payment failed.
    pub(super) is_paid: bool,
}

/// What customers got.
#[derive(Debug, Default)]
pub(super) struct Bought {
    /// By the order's id.
    pub(super) orders: BTreeMap<String, Acknowledged>,
    pub(super) retries: u64,
    pub(super) replays: u64,
    pub(super) refusals: u64,
    pub(super) messages: u64,
    /// What must not be: one order for two keys, two orders for a key, or another total.
    pub(super) contradictions: Vec<String>,
}

impl Bought {
    pub(super) fn add(&mut self, other: Self) {
        let Self {
            orders,
            retries,
            replays,
            refusals,
            messages,
            contradictions,
        } = other;
        for (id, order) in orders {
            if let Some(twice) = self.orders.insert(id.clone(), order) {
                self.contradictions
                    .push(format!("{id} is also the order of {}", twice.key));
            }
        }
        self.retries += retries;
        self.replays += replays;
        self.refusals += refusals;
        self.messages += messages;
        self.contradictions.extend(contradictions);
    }
}

pub(super) struct Customer {
    shop: Arc<Shop>,
    token: String,
    client: Option<Client>,
    provider: TestProvider,
    bought: Bought,
}

impl Customer {
    pub(super) fn new(shop: Arc<Shop>, number: u64) -> anyhow::Result<Self> {
        let place = usize::try_from(number)? % shop.buyers.len();
        let token = shop.buyers.get(place).context("nobody to be")?.clone();
        Ok(Self {
            shop,
            token,
            client: None,
            provider: TestProvider::new(SECRET),
            bought: Bought::default(),
        })
    }

    pub(super) fn into_bought(self) -> Bought {
        self.bought
    }

    /// Buys something, whatever it takes.
    pub(super) async fn buy(&mut self, number: u64, mut dice: Dice) -> anyhow::Result<()> {
        let methods = [
            "test_ok",
            "test_ok",
            "test_ok",
            "test_3ds",
            "test_3ds",
            "test_delayed",
            "test_delayed",
            "test_decline",
        ];
        let method = *dice.pick(&methods).context("no method")?;
        let mut input = self.cart(&mut dice)?;
        input["paymentMethod"] = json!(method);
        input["idempotencyKey"] = json!(format!("order {number}"));
        let mut placed = self.place(&input).await?;
        if let Some(code) = placed.pointer("/userErrors/0/code").and_then(Value::as_str) {
            ensure!(
                EXPECTED.contains(&code),
                "order {number} is refused with {placed}"
            );
            self.bought.refusals += 1;
            input["offerCodes"] = json!([]);
            input["giftCards"] = json!([]);
            input["idempotencyKey"] = json!(format!("order {number} without"));
            placed = self.place(&input).await?;
        }
        let order = text(&placed, "/order/id")?;
        let (total, due) = (
            cents(&placed, "/order/totalAmount/amount")?,
            cents(&placed, "/order/dueAmount/amount")?,
        );
        let mut is_paid = due == 0 || method != "test_decline";
        if due > 0 && (method == "test_3ds" || method == "test_delayed") {
            is_paid = dice.percent(85);
            let payment = text(&placed, "/payment/id")?;
            let kind = if is_paid { "captured" } else { "failed" };
            let times = 1 + dice.roll(2);
            self.tell(&payment, (method, kind), due, times).await?;
        }
        // What the customer sees when they come back later.
        if dice.percent(30) {
            let again = self.place(&input).await?;
            let same = (
                text(&again, "/order/id")?,
                cents(&again, "/order/totalAmount/amount")?,
            );
            if same != (order.clone(), total) {
                self.bought
                    .contradictions
                    .push(format!("{order} is {same:?} later"));
            }
        }
        let key = text(&input, "/idempotencyKey")?;
        let acknowledged = Acknowledged { key, total, is_paid };
        if self.bought.orders.insert(order.clone(), acknowledged).is_some() {
            self.bought
                .contradictions
                .push(format!("{order} is the order of two keys"));
        }
        Ok(())
    }

    fn cart(&self, dice: &mut Dice) -> anyhow::Result<Value> {
        let shop = &self.shop;
        let mut lines = Vec::new();
        for _ in 0..=dice.roll(3) {
            let variant = dice.pick(&shop.variants).context("nothing to buy")?;
            if lines
                .iter()
                .all(|line: &Value| line["variantId"] != variant.as_str())
            {
                lines.push(json!({ "variantId": variant, "quantity": 1 + dice.roll(2) }));
            }
        }
        let mut codes: Vec<&str> = shop.offers.clone();
        codes.retain(|_code| dice.percent(40));
        let mut cards = Vec::new();
        if dice.percent(40) {
            let card = dice.pick(&shop.cards).context("no gift card")?;
            let amount = dice
                .percent(70)
                .then(|| format!("{}.{:02}", dice.roll(9), dice.roll(99) + 1));
            cards.push(json!({ "code": card, "amount": amount }));
        }
        let place = *dice.pick(&["SI", "AT", "US"]).context("nowhere")?;
        Ok(
            json!({ "organizationId": shop.organization, "currency": "EUR", "jurisdiction": place,
            "lines": lines, "offerCodes": codes, "giftCards": cards }),
        )
    }

    /// Sends an order until there is an answer.
    async fn place(&mut self, input: &Value) -> anyhow::Result<Value> {
        let mut is_again = false;
        loop {
            let answer = self.once(input).await;
            let Ok(answer) = answer else {
                self.client = None;
                self.bought.retries += 1;
                is_again = true;
                sleep(Duration::from_millis(20)).await;
                continue;
            };
            match answer.pointer("/errors/0") {
                None => {}
                Some(error) if error.pointer("/extensions/code") == Some(&json!("UNAVAILABLE")) => {
                    self.bought.retries += 1;
                    sleep(Duration::from_millis(20)).await;
                    continue;
                }
                Some(error) => bail!("an order is answered with {error}"),
            }
            let payload = answer.pointer("/data/placeOrder").context("no payload")?;
            if is_again && payload["replayed"] == true {
                self.bought.replays += 1;
            }
            return Ok(payload.clone());
        }
    }

    async fn once(&mut self, input: &Value) -> anyhow::Result<Value> {
        let client = self.client().await?;
        timeout(ANSWER, client.send(PLACE, json!({ "input": input }))).await?
    }

    async fn client(&mut self) -> anyhow::Result<&mut Client> {
        if self.client.is_none() {
            self.client = Some(Client::connect(self.shop.address, Some(self.token.clone())).await?);
        }
        self.client.as_mut().context("no connection")
    }

    /// Tells the server, as the provider, what became of a payment: so often, and each time until it has been heard.
    async fn tell(
        &mut self,
        payment: &str,
        (method, kind): (&str, &str),
        amount: i64,
        times: u64,
    ) -> anyhow::Result<()> {
        // The provider makes up its own name of a payment from the key it was asked with, the payment's id.
        let known = NewPayment {
            key: payment.to_owned(),
            amount_minor: amount,
            currency: "EUR".to_owned(),
            method: method.to_owned(),
            description: String::new(),
        };
        let reference = self.provider.create_payment(&known).await?.reference;
        let failure = (kind == "failed").then_some("card_declined");
        let body = json!({ "id": format!("evt_{payment}"), "type": format!("payment.{kind}"), "payment": {
            "key": payment, "reference": reference, "failureCode": failure, "amountMinor": amount, "currency": "EUR" } });
        let body = body.to_string().into_bytes();
        let mut heard = 0;
        while heard < times {
            let signature = self
                .provider
                .sign(&body, SystemClock.now())
                .context("no secret")?;
            match self.deliver(&signature, &body).await {
                Ok(200..300) => heard += 1,
                Ok(status @ 400..500) => bail!("a message of the provider is answered with {status}"),
                Ok(_) | Err(_) => {
                    self.client = None;
                    self.bought.retries += 1;
                    sleep(Duration::from_millis(20)).await;
                }
            }
        }
        self.bought.messages += times;
        Ok(())
    }

    async fn deliver(&mut self, signature: &str, body: &[u8]) -> anyhow::Result<u16> {
        let client = self.client().await?;
        let header = Some(("volmify-signature", signature));
        let sent = client.post("/webhooks/payments/test", header, body);
        Ok(timeout(ANSWER, sent).await??.0)
    }
}
