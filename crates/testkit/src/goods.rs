//! Something to sell, made through the API by the owner.

use crate::Staff;
use serde_json::{Value, json};

/// A product on sale and what changes its price.
#[derive(Clone, Debug)]
pub struct Goods {
    /// The product, called like its slug.
    pub product: String,
    /// Its variant `Standard`.
    pub variant: String,
    /// What the variant costs.
    pub price: String,
}

/// A gift card and its code.
#[derive(Clone, Debug)]
pub struct Card {
    /// The gift card.
    pub id: String,
    /// The code to pay with.
    pub code: String,
}

impl Staff<'_> {
    /// Puts a product on sale, for an amount such as `100.00 EUR` that tax comes on top of. With a course it sells that.
    pub async fn sells(&self, slug: &str, price: &str, course: Option<&str>) -> Goods {
        let made = self
            .owner
            .mutate(
                "createProduct",
                json!({ "organizationId": self.organization, "slug": slug, "name": slug, "courseId": course }),
                "product { id variants { id } }",
            )
            .await;
        let product = text(&made.payload()["product"]["id"]);
        let variant = text(&made.payload()["product"]["variants"][0]["id"]);
        let activated = self
            .owner
            .mutate("activateProduct", json!({ "id": product }), "product { status }");
        activated.await.payload();
        let price = self.prices(&variant, price).await;
        Goods {
            product,
            variant,
            price,
        }
    }

    /// Sets what a variant costs from now on, such as `120.00 USD`; gives the price's id.
    pub async fn prices(&self, variant: &str, price: &str) -> String {
        let set = self.owner.mutate(
            "setPrice",
            json!({ "variantId": variant, "price": amount(price) }),
            "price { id }",
        );
        text(&set.await.payload()["price"]["id"])
    }

    /// Makes an offer with a code that takes off some percent, once per customer; gives its id.
    pub async fn offers(&self, code: &str, percent: &str) -> String {
        let made = self.owner.mutate(
            "createOffer",
            json!({ "organizationId": self.organization, "name": code, "code": code, "percent": percent,
                    "maxUsesPerMember": 1 }),
            "offer { id }",
        );
        text(&made.await.payload()["offer"]["id"])
    }

    /// Sets a tax rate in percent from 2026 on; gives its id.
    pub async fn taxes(&self, jurisdiction: &str, percent: &str) -> String {
        let made = self.owner.mutate(
            "createTaxRate",
            json!({ "organizationId": self.organization, "jurisdiction": jurisdiction, "name": "VAT",
                    "percent": percent, "validFrom": "2026-01-01T00:00:00Z" }),
            "taxRate { id }",
        );
        text(&made.await.payload()["taxRate"]["id"])
    }

    /// Issues a promotional gift card, such as `50.00 EUR`.
    pub async fn gift_card(&self, value: &str) -> Card {
        let issued = self.owner.mutate(
            "issueGiftCard",
            json!({ "organizationId": self.organization, "kind": "PROMOTIONAL", "amount": amount(value),
                    "idempotencyKey": format!("card of {value}") }),
            "giftCard { id } code",
        );
        let issued = issued.await;
        Card {
            id: text(&issued.payload()["giftCard"]["id"]),
            code: text(&issued.payload()["code"]),
        }
    }
}

fn amount(text: &str) -> Value {
    let (amount, currency) = text.split_once(' ').expect("an amount like `100.00 EUR`");
    json!({ "amount": amount, "currency": currency })
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}
