//! One course bought.

use super::SeedOrder;
use crate::{
    seed::{organization::House, planter::Planter},
    words::explained,
};
use anyhow::Context;
use commerce::{
    order::{PlaceOrder, Placed, place_order},
    payment::collect,
    quote::{QuoteRequest, RequestedLine},
};
use entities::variant;
use learning::rating::{NewRating, rate_course};
use payments::TestProvider;
use sea_orm::ColumnTrait;
use store::CrossOrganization;

impl Planter<'_> {
    /// Buys a course, once, and learns as much of it as the file says.
    pub(super) async fn order(&self, house: &House, number: u32, seed: &SeedOrder) -> anyhow::Result<()> {
        let course = self
            .course_by_slug(house, &seed.course)
            .await?
            .with_context(|| format!("there is no course `{}`", seed.course))?;
        let product = self
            .product_of(house, course.id)
            .await?
            .with_context(|| format!("the course `{}` is not sold", seed.course))?;
        let variant = self
            .store
            .across(CrossOrganization::CommandLine)
            .find::<variant::Entity>()
            .filter(variant::Column::ProductId.eq(product.id))
            .one()
            .await?
            .context("a product has a first variant")?;
        let input = PlaceOrder {
            cart: QuoteRequest {
                currency: seed.currency.clone(),
                jurisdiction: seed.jurisdiction.clone(),
                lines: vec![RequestedLine {
                    variant_id: variant.id,
                    quantity: 1,
                }],
                offer_codes: seed.codes.clone(),
                gift_cards: Vec::new(),
            },
            payment_method: Some("test_ok".to_owned()),
            idempotency_key: format!("seed-{number}"),
        };
        // The provider for trying has no secret that matters here: nobody sends it messages.
        let gateway = TestProvider::new("seed");
        let placed = self
            .act(house, &seed.customer, |tx| {
                let (input, gateway) = (input.clone(), gateway.clone());
                Box::pin(async move { place_order(tx, &gateway, &input).await })
            })
            .await?;
        if let Placed::Now(placed) = placed
            && let Some(payment) = placed.payment
        {
            collect(self.store, &gateway, None, &payment, &placed.order.number)
                .await
                .map_err(explained)?;
        }
        self.learn(house, &seed.customer, course.id, seed.lessons_done)
            .await?;
        if let Some(rating) = &seed.rating {
            let new = NewRating {
                rating: rating.stars,
                comment: rating.comment.clone(),
            };
            self.act(house, &seed.customer, |tx| {
                Box::pin(rate_course(tx, course.id, new.clone()))
            })
            .await?;
        }
        Ok(())
    }
}
