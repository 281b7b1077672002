//! Placing an order.

use super::gateway;
use crate::{
    base::{load, settle},
    commerce::{QuoteGiftCardInput, QuoteInput, QuoteLineInput},
};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use commerce::{
    order::{PlaceOrder, Placed, PlacedOrder, place_order},
    payment::collect,
};
use entities::order;
use futures::FutureExt;
use graph::{CurrencyCode, Order, OrderParts, OrgView, Payment, RequestContext, UserErrors, unauthenticated};
use kernel::OrganizationId;
use sea_orm::ColumnTrait;
use std::sync::Arc;
use store::{Failure, OrgTx, Target};

/// A cart to buy.
#[derive(InputObject)]
pub struct PlaceOrderInput {
    /// The organization that sells. You have to be a member: see `joinOrganization`.
    pub organization_id: ID,
    /// The currency. Everything needs a price in it; nothing is converted.
    pub currency: CurrencyCode,
    /// Where you are taxed: ISO 3166-1 alpha-2 code of the country such as `SI`, or ISO 3166-2 code of a part of it such as
    /// `US-CA`. Needed where the organization has set any tax rate.
    pub jurisdiction: Option<String>,
    /// What is bought; 1 to 50 lines.
    pub lines: Vec<QuoteLineInput>,
    /// Codes of offers; at most 10. Capital and small letters are the same.
    #[graphql(default)]
    pub offer_codes: Vec<String>,
    /// Gift cards, in the order in which they pay; at most 10.
    #[graphql(default)]
    pub gift_cards: Vec<QuoteGiftCardInput>,
    /// What you pay the rest with: the payment provider's token for it. Not needed where nothing is left to pay.
    pub payment_method: Option<String>,
    /// A key of your own for this order: the same request again with the same key orders and charges nothing and gives
    /// the same order.
    pub idempotency_key: String,
    /// Answers what would be ordered, without ordering it and without asking the payment provider.
    #[graphql(default)]
    pub dry_run: bool,
}

/// The order that was placed.
#[derive(Debug, SimpleObject)]
pub struct PlaceOrderPayload {
    /// The order.
    pub order: Option<Order>,
    /// Its payment; null, where nothing was left to pay. If it `REQUIRES_ACTION`, confirm it with its `clientSecret`.
    pub payment: Option<Payment>,
    /// Whether the same idempotency key had placed the order before.
    pub replayed: bool,
    /// Why nothing was ordered; empty after a success.
    pub user_errors: UserErrors,
}

pub(super) async fn place(ctx: &Context<'_>, input: PlaceOrderInput) -> Result<PlaceOrderPayload> {
    let PlaceOrderInput {
        organization_id,
        currency,
        jurisdiction,
        lines,
        offer_codes,
        gift_cards,
        payment_method,
        idempotency_key,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let gateway = gateway(ctx)?;
    let cart = QuoteInput {
        organization_id,
        currency,
        jurisdiction,
        lines,
        offer_codes,
        gift_cards,
    };
    let done = match cart.into_request() {
        Ok((organization, cart)) => {
            let target = Target::organization("organizationId", organization);
            let wanted = PlaceOrder {
                cart,
                payment_method,
                idempotency_key,
            };
            let work = |tx: &'_ OrgTx| {
                let (wanted, gateway) = (wanted.clone(), Arc::clone(&gateway));
                async move { ordered(tx, place_order(tx, &*gateway, &wanted).await?).await }.boxed()
            };
            let (store, id) = (&request.store, Some(request.request));
            match dry_run {
                true => store.rehearse_in(&request.actor, id, &target, work).await,
                false => store.write_in(&request.actor, id, &target, work).await,
            }
        }
        Err(failure) => Err(failure),
    };
    let (organization, ordered) = match settle(done)? {
        Ok(done) => done,
        Err(user_errors) => {
            return Ok(PlaceOrderPayload {
                order: None,
                payment: None,
                replayed: false,
                user_errors,
            });
        }
    };
    let (order, replayed) = match ordered {
        Ordered::Before(order) => (
            Order::new(load(&request, organization).await?, order.into()),
            true,
        ),
        Ordered::Now(placed) if dry_run => (rehearsed(load(&request, organization).await?, *placed), false),
        Ordered::Now(placed) => {
            if let Some(payment) = &placed.payment {
                let collected = collect(&request.store, &*gateway, Some(request.request), payment).await;
                // The order stands, and the worker asks again.
                if let Err(error) = collected {
                    tracing::error!(payment = %payment.id, ?error, "the payment was not asked for");
                }
            }
            let view = load(&request, organization).await?;
            (Order::stored(view, placed.order.id).await?, false)
        }
    };
    Ok(PlaceOrderPayload {
        payment: order.own_payment().await?,
        order: Some(order),
        replayed,
        user_errors: Vec::new(),
    })
}

/// What is shown of an order that was sent.
enum Ordered {
    Now(Box<PlacedOrder>),
    Before(order::Model),
}

async fn ordered(tx: &OrgTx, placed: Placed) -> std::result::Result<(OrganizationId, Ordered), Failure> {
    let ordered = match placed {
        Placed::Now(placed) => Ordered::Now(placed),
        Placed::Before(id) => Ordered::Before(
            tx.find::<order::Entity>()
                .filter(order::Column::Id.eq(id))
                .one()
                .await?
                .ok_or(Failure::NotFound("idempotencyKey"))?,
        ),
    };
    Ok((tx.organization(), ordered))
}

fn rehearsed(view: OrgView, placed: PlacedOrder) -> Order {
    let PlacedOrder {
        order,
        lines,
        discounts,
        gift_card_uses,
        payment,
    } = placed;
    let parts = OrderParts {
        lines,
        discounts,
        gift_card_uses,
        payment,
    };
    Order::rehearsed(view, order, parts)
}
