//! What there is to buy, and ways to ask the server.

use crate::client::Client;
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// Members of the demo's organization.
const BUYERS: [&str; 6] = ["marko", "uma", "petra", "hana", "lena", "luka"];

/// The codes of offers, how often each can be used, and what it takes off.
const OFFERS: [(&str, Option<u32>, &str); 3] = [
    ("CRASHFEW", Some(25), "20"),
    ("CRASHMANY", Some(10_000), "12.5"),
    ("CRASHANY", None, "5"),
];

/// What products cost, in euros.
const PRICES: [&str; 5] = ["9.99", "13.99", "33.33", "49.95", "100.00"];

/// How many gift cards everybody shares.
const CARDS: usize = 6;

pub(super) struct Shop {
    pub(super) address: SocketAddr,
    pub(super) organization: String,
    pub(super) owner: String,
    /// The sessions of those who buy.
    pub(super) buyers: Vec<String>,
    pub(super) variants: Vec<String>,
    pub(super) offers: Vec<&'static str>,
    pub(super) cards: Vec<String>,
}

impl Shop {
    /// Signs everybody in and makes things to buy, offers and gift cards.
    pub(super) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let owner = sign_in(address, "ana").await?;
        let mut buyers = Vec::new();
        for name in BUYERS {
            buyers.push(sign_in(address, name).await?);
        }
        let mut shop = Self {
            address,
            organization: String::new(),
            owner,
            buyers,
            variants: Vec::new(),
            offers: OFFERS.iter().map(|(code, ..)| *code).collect(),
            cards: Vec::new(),
        };
        let found = shop
            .ask("{ organization(slug: \"alpenglow\") { id } }", Value::Null)
            .await?;
        shop.organization = text(&found, "/organization/id")?;
        for price in PRICES {
            let variant = shop.product(price).await?;
            shop.variants.push(variant);
        }
        for (code, most, percent) in OFFERS {
            let input = json!({ "organizationId": shop.organization, "name": code, "code": code, "percent": percent, "maxUses": most });
            shop.change("createOffer", input, "offer { id }").await?;
        }
        for card in 0..CARDS {
            let input = json!({ "organizationId": shop.organization, "kind": "PROMOTIONAL", "idempotencyKey": format!("card {card}"),
                "amount": { "amount": "400.00", "currency": "EUR" } });
            let issued = shop.change("issueGiftCard", input, "code").await?;
            shop.cards.push(text(&issued, "/code")?);
        }
        Ok(shop)
    }

    async fn product(&self, price: &str) -> anyhow::Result<String> {
        let slug = format!("crash-{}", price.replace('.', "-"));
        let input = json!({ "organizationId": self.organization, "slug": slug, "name": slug });
        let made = self
            .change("createProduct", input, "product { id variants { id } }")
            .await?;
        let variant = text(&made, "/product/variants/0/id")?;
        let input = json!({ "variantId": variant, "price": { "amount": price, "currency": "EUR" } });
        self.change("setPrice", input, "price { id }").await?;
        let input = json!({ "id": text(&made, "/product/id")? });
        self.change("activateProduct", input, "product { id }").await?;
        Ok(variant)
    }

    /// A question of the owner; anything but an answer is an error.
    pub(super) async fn ask(&self, document: &str, variables: Value) -> anyhow::Result<Value> {
        let mut client = Client::connect(self.address, Some(self.owner.clone())).await?;
        let answer = client.send(document, variables).await?;
        match answer.get("data") {
            Some(data) if answer.get("errors").is_none() => Ok(data.clone()),
            _ => bail!("{document}: {answer}"),
        }
    }

    /// Something that the owner does.
    async fn change(&self, name: &str, input: Value, fields: &str) -> anyhow::Result<Value> {
        let kind = name.get(..1).unwrap_or_default().to_uppercase() + name.get(1..).unwrap_or_default();
        let document = format!(
            "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {fields} userErrors {{ code field }} }} }}"
        );
        let answer = self.ask(&document, json!({ "input": input })).await?;
        let payload = answer.get(name).cloned().unwrap_or_default();
        match payload.pointer("/userErrors/0") {
            None => Ok(payload),
            Some(refused) => bail!("{name} is refused: {refused}"),
        }
    }
}

/// A text within a value.
pub(super) fn text(value: &Value, at: &str) -> anyhow::Result<String> {
    let found = value.pointer(at).and_then(Value::as_str);
    Ok(found.with_context(|| format!("no {at} in {value}"))?.to_owned())
}

/// An amount of euros within a value, in cents.
pub(super) fn cents(value: &Value, at: &str) -> anyhow::Result<i64> {
    let amount = text(value, at)?;
    Ok(amount.replace('.', "").parse()?)
}

async fn sign_in(address: SocketAddr, name: &str) -> anyhow::Result<String> {
    let mut client = Client::connect(address, None).await?;
    let document = "mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { code } } }";
    let input = json!({ "email": format!("{name}@alpenglow.example"), "password": "volmify-demo-2026" });
    let answer = client.send(document, json!({ "input": input })).await?;
    text(&answer, "/data/signIn/token")
}
