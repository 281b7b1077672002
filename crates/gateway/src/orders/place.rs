//! Placing an order.

use super::gateway;
use crate::{
    base::{perform, settle, view_after},
    commerce::{QuoteGiftCardInput, QuoteInput, QuoteLineInput},
};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use commerce::{
    order::{PlaceOrder, Placed, PlacedOrder, place_order},
    payment::{collect, resume},
};
use futures::FutureExt;
use graph::{CurrencyCode, Order, OrderParts, OrgView, Payment, RequestContext, UserErrors, unauthenticated};
use std::sync::Arc;
use store::Target;

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
    let refused = |user_errors| PlaceOrderPayload {
        order: None,
        payment: None,
        replayed: false,
        user_errors,
    };
    let (organization, cart) = match settle(cart.into_request())? {
        Ok(cart) => cart,
        Err(user_errors) => return Ok(refused(user_errors)),
    };
    let wanted = PlaceOrder {
        cart,
        payment_method,
        idempotency_key,
    };
    let target = Ok(Target::organization("organizationId", organization));
    let done = perform(&request, target, dry_run, |tx| {
        let (wanted, gateway) = (wanted.clone(), Arc::clone(&gateway));
        async move { place_order(tx, &*gateway, &wanted).await }.boxed()
    });
    let placed = match done.await? {
        Ok(placed) => placed,
        Err(user_errors) => return Ok(refused(user_errors)),
    };
    let (order, replayed) = match placed {
        Placed::Before(id) => {
            // The process that placed it may have ended before it asked.
            if !dry_run && let Err(error) = resume(&request.store, &*gateway, Some(request.request), id).await
            {
                tracing::error!(order = %id, ?error, "the payment was not asked for");
            }
            let view = view_after(&request, organization);
            (Order::stored(view, id).await?, true)
        }
        Placed::Now(placed) if dry_run => (rehearsed(view_after(&request, organization), *placed), false),
        Placed::Now(placed) => {
            if let Some(payment) = &placed.payment {
                let (id, number) = (Some(request.request), &placed.order.number);
                let collected = collect(&request.store, &*gateway, id, payment, number).await;
                // The order stands, and the worker asks again.
                if let Err(error) = collected {
                    tracing::error!(payment = %payment.id, ?error, "the payment was not asked for");
                }
            }
            let view = view_after(&request, organization);
            (Order::stored(view, placed.order.id).await?, false)
        }
    };
    let payment = if ctx.look_ahead().field("payment").exists() {
        order.own_payment().await?
    } else {
        None
    };
    Ok(PlaceOrderPayload {
        payment,
        order: Some(order),
        replayed,
        user_errors: Vec::new(),
    })
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
