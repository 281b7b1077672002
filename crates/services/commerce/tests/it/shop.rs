//! An organization with something to sell, and a customer who asks what it costs.

use crate::world::{World, at, within};
use authz::Actor;
use chrono::{DateTime, Utc};
use commerce::{
    MoneyInput,
    gift_card::{IssueGiftCard, Issued, issue_gift_card},
    offer::{CreateOffer, create_offer},
    price::{SetPrice, set_price},
    product::{CreateProduct, activate_product, create_product},
    quote::{self, Quote, QuoteRequest, RequestedGiftCard, RequestedLine},
    tax_rate::{CreateTaxRate, create_tax_rate},
};
use entities::{
    gift_card::GiftCardKind,
    offer,
    organization::TaxRounding,
    price,
    product::{self},
    tax_rate, variant,
};
use kernel::{MemberId, OrganizationId, Patch, ProductId, VariantId};
use people::organization::{UpdateOrganization, update_organization};
use rust_decimal::Decimal;
use store::Failure;

/// An organization that sells, its owner, and somebody who buys.
#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) world: World,
    pub(crate) id: OrganizationId,
    pub(crate) owner: Actor,
    pub(crate) marko: Actor,
    pub(crate) marko_member: MemberId,
}

/// A decimal number.
pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A moment.
pub(crate) fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An amount such as `100.00 EUR`.
pub(crate) fn money(text: &str) -> MoneyInput {
    let (amount, currency) = text.split_once(' ').unwrap();
    MoneyInput {
        amount: decimal(amount),
        currency: currency.to_owned(),
    }
}

/// An offer with a code that takes off a percentage (`20 %`) or an amount (`5.00 EUR`).
pub(crate) fn code(code: &str, discount: &str) -> CreateOffer {
    let percent = discount.strip_suffix(" %");
    CreateOffer {
        name: format!("Offer {code}"),
        code: Some(code.to_owned()),
        percent: percent.map(decimal),
        amount: percent.is_none().then(|| money(discount)),
        product_id: None,
        exclusive_group: None,
        position: None,
        starts_at: None,
        ends_at: None,
        max_uses: None,
        max_uses_per_member: None,
    }
}

/// A cart in euros.
pub(crate) fn cart(lines: &[(VariantId, i32)]) -> QuoteRequest {
    QuoteRequest {
        currency: "EUR".to_owned(),
        jurisdiction: None,
        lines: lines
            .iter()
            .map(|(variant_id, quantity)| RequestedLine {
                variant_id: *variant_id,
                quantity: *quantity,
            })
            .collect(),
        offer_codes: Vec::new(),
        gift_cards: Vec::new(),
    }
}

/// The same cart with more said about it.
pub(crate) trait Cart {
    fn taxed_in(self, jurisdiction: &str) -> Self;
    fn in_currency(self, currency: &str) -> Self;
    fn with_codes(self, codes: &[&str]) -> Self;
    fn paid_by(self, code: &str, amount: Option<&str>) -> Self;
}

impl Cart for QuoteRequest {
    fn taxed_in(mut self, jurisdiction: &str) -> Self {
        self.jurisdiction = Some(jurisdiction.to_owned());
        self
    }

    fn in_currency(mut self, currency: &str) -> Self {
        currency.clone_into(&mut self.currency);
        self
    }

    fn with_codes(mut self, codes: &[&str]) -> Self {
        self.offer_codes = codes.iter().map(|code| (*code).to_owned()).collect();
        self
    }

    fn paid_by(mut self, code: &str, amount: Option<&str>) -> Self {
        self.gift_cards.push(RequestedGiftCard {
            code: code.to_owned(),
            amount: amount.map(decimal),
        });
        self
    }
}

impl Shop {
    /// Sets where the tax of orders to come is rounded.
    pub(crate) async fn rounds_taxes(&self, rounding: TaxRounding) {
        let input = UpdateOrganization {
            tax_rounding: Patch::Set(rounding),
            ..UpdateOrganization::default()
        };
        let id = self.id;
        within!(self.world, self.owner, id, |tx, input| update_organization(
            tx, id, input
        ))
        .unwrap();
    }

    pub(crate) async fn open(world: World) -> Self {
        let (id, owner) = world.organization("alpenglow").await;
        let (marko, marko_member) = world.customer(id, "marko").await;
        Self {
            world,
            id,
            owner,
            marko,
            marko_member,
        }
    }

    /// A product on sale for a price such as `100.00 EUR`.
    pub(crate) async fn sells(&self, slug: &str, amount: &str) -> VariantId {
        let (product, variant) = self.product(slug).await;
        within!(self.world, self.owner, self.id, |tx| activate_product(
            tx, product
        ))
        .unwrap();
        self.price(variant, amount).await.unwrap();
        variant
    }

    /// The same, with the tax in the price.
    pub(crate) async fn sells_inclusive(&self, slug: &str, amount: &str) -> VariantId {
        let variant = self.sells(slug, amount).await;
        let input = SetPrice {
            variant_id: variant,
            amount: money(amount),
            is_tax_inclusive: true,
            valid_from: None,
        };
        self.set_price(input).await.unwrap();
        variant
    }

    /// A product that is not on sale yet, and its first variant.
    pub(crate) async fn product(&self, slug: &str) -> (ProductId, VariantId) {
        let input = CreateProduct {
            slug: slug.to_owned(),
            name: format!("Product {slug}"),
            description: None,
            course_id: None,
        };
        let product = self.create(input).await.unwrap();
        let mut variants = self.world.all::<variant::Entity>().await;
        variants.retain(|variant| variant.product_id == product.id);
        assert_eq!(variants.len(), 1);
        (product.id, variants[0].id)
    }

    pub(crate) async fn create(&self, input: CreateProduct) -> Result<product::Model, Failure> {
        within!(self.world, self.owner, self.id, |tx, input| create_product(
            tx, input
        ))
    }

    /// The product of a variant.
    pub(crate) async fn product_of(&self, variant: VariantId) -> ProductId {
        let variants = self.world.all::<variant::Entity>().await;
        variants.iter().find(|row| row.id == variant).unwrap().product_id
    }

    pub(crate) async fn price(&self, variant: VariantId, amount: &str) -> Result<price::Model, Failure> {
        self.set_price(SetPrice {
            variant_id: variant,
            amount: money(amount),
            is_tax_inclusive: false,
            valid_from: None,
        })
        .await
    }

    pub(crate) async fn set_price(&self, input: SetPrice) -> Result<price::Model, Failure> {
        within!(self.world, self.owner, self.id, |tx, input| set_price(tx, input))
    }

    pub(crate) async fn offers(&self, input: CreateOffer) -> Result<offer::Model, Failure> {
        within!(self.world, self.owner, self.id, |tx, input| create_offer(
            tx, input
        ))
    }

    /// Sets a rate in percent from a moment on.
    pub(crate) async fn taxes(
        &self,
        jurisdiction: &str,
        percent: &str,
        from: &str,
    ) -> Result<tax_rate::Model, Failure> {
        let input = CreateTaxRate {
            jurisdiction: jurisdiction.to_owned(),
            name: "VAT".to_owned(),
            percent: decimal(percent),
            valid_from: Some(moment(from)),
        };
        within!(self.world, self.owner, self.id, |tx, input| create_tax_rate(
            tx, input
        ))
    }

    pub(crate) async fn issue(&self, input: IssueGiftCard) -> Result<Issued, Failure> {
        within!(self.world, self.owner, self.id, |tx, input| issue_gift_card(
            tx, input
        ))
    }

    /// The code of a new gift card.
    pub(crate) async fn gift_card(&self, amount: &str) -> String {
        let issued = self.issue(gift_card(amount, amount)).await.unwrap();
        issued.code.unwrap().reveal()
    }

    /// What Marko is told that a cart costs.
    pub(crate) async fn quote(&self, request: QuoteRequest) -> Result<Quote, Failure> {
        self.quote_for(&self.marko, request).await
    }

    pub(crate) async fn quote_for(&self, actor: &Actor, request: QuoteRequest) -> Result<Quote, Failure> {
        self.world
            .store()
            .rehearse_in(actor, None, &at(self.id), |tx| {
                let request = request.clone();
                Box::pin(async move {
                    let buyer = quote::buyer(tx).await?;
                    quote::calculate(tx, &buyer, &request).await
                })
            })
            .await
    }
}

/// A promotional gift card such as `50.00 EUR`.
pub(crate) fn gift_card(key: &str, amount: &str) -> IssueGiftCard {
    IssueGiftCard {
        kind: GiftCardKind::Promotional,
        amount: money(amount),
        expires_at: None,
        note: None,
        idempotency_key: key.to_owned(),
    }
}

/// What is left of a line after each offer.
pub(crate) fn steps(quote: &Quote, line: usize) -> Vec<i64> {
    let discounts = &quote.lines[line].discounts;
    discounts.iter().map(|discount| discount.after_minor).collect()
}
