//! Placing an order.

use super::{fulfil, rows, shown};
use crate::quote::{self, Quote, QuoteRequest};
use authz::actions::Shop;
use entities::{event::EventAction, gift_card_use, order, order_discount, order_line, payment};
use finance::{fee_schedule, fees::Terms};
use futures::{join, try_join};
use kernel::{Code, OrderId, Problem};
use payments::PaymentGateway;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// An order as a customer sends it.
#[derive(Clone, Debug)]
pub struct PlaceOrder {
    /// What is bought and what makes it cheaper.
    pub cart: QuoteRequest,
    /// The payment provider's token for what the customer pays with. Not needed where nothing is left to pay.
    pub payment_method: Option<String>,
    /// The customer's own key: the same key and input give the same order.
    pub idempotency_key: String,
}

/// What became of an order that was sent.
#[derive(Debug)]
pub enum Placed {
    /// It was placed.
    Now(Box<PlacedOrder>),
    /// It had been placed before, under the same key.
    Before(OrderId),
}

/// An order with everything that was stored with it.
#[derive(Clone, Debug)]
pub struct PlacedOrder {
    /// The order.
    pub order: order::Model,
    /// Its lines, by position.
    pub lines: Vec<order_line::Model>,
    /// What offers took off.
    pub discounts: Vec<order_discount::Model>,
    /// What gift cards paid.
    pub gift_card_uses: Vec<gift_card_use::Model>,
    /// The payment that the provider has to be asked for after the transaction; none, where nothing is left to pay.
    pub payment: Option<payment::Model>,
}

/// Places an order for the actor, who is a member. It costs what a quote of the same moment says. Offers count as used
/// and gift cards are charged at once; both are given back if the order is not paid.
///
/// Where nothing is left to pay, the order is paid and fulfilled in the same transaction and no provider is asked.
/// Otherwise a pending payment is stored with it; [`crate::payment::collect`] carries it to the provider, now or, if
/// this process should end before that, later.
///
/// Refuses like [`quote::calculate`], and with `REQUIRED` and `PAYMENT_METHOD_UNKNOWN` at `paymentMethod`, and with
/// `IDEMPOTENCY_CONFLICT`.
pub async fn place_order(
    tx: &OrgTx,
    gateway: &dyn PaymentGateway,
    input: &PlaceOrder,
) -> Result<Placed, Failure> {
    let PlaceOrder {
        cart,
        payment_method,
        idempotency_key,
    } = input;
    let id = tx.new_id::<OrderId>();
    let asked = (cart, payment_method);
    let (buyer, before) = tx
        .at_once(async {
            try_join!(
                quote::buyer(tx),
                tx.once("placeOrder", idempotency_key, &asked, id)
            )
        })
        .await?;
    if let Some(before) = before {
        return Ok(Placed::Before(before));
    }
    let method = payment_method
        .as_deref()
        .map(str::trim)
        .filter(|method| !method.is_empty());
    let unknown = method
        .filter(|method| !gateway.accepts(method))
        .map(|_method| Problem::at("paymentMethod", Code::PaymentMethodUnknown));
    let (quote, terms) = tx
        .at_once(async { join!(quote::calculate(tx, &buyer, cart), fee_schedule::at(tx, tx.now())) })
        .await;
    let quote = match (quote, unknown) {
        (Ok(quote), None) => quote,
        (Ok(_quote), Some(problem)) => return Err(problem.into()),
        (Err(Failure::Refused(mut problems)), unknown) => {
            problems.extend(unknown);
            return Err(problems.into());
        }
        (Err(failure), _) => return Err(failure),
    };
    if quote.due_minor > 0 && method.is_none() {
        return Err(Problem::at("paymentMethod", Code::Required).into());
    }
    let terms = terms?;
    let priced = (quote, terms);
    let placed = store_order(tx, &buyer, id, priced, gateway, method.unwrap_or_default()).await?;
    Ok(Placed::Now(Box::new(placed)))
}

async fn store_order(
    tx: &OrgTx,
    buyer: &Granted<Shop>,
    id: OrderId,
    (quote, terms): (Quote, Terms),
    gateway: &dyn PaymentGateway,
    method: &str,
) -> Result<PlacedOrder, Failure> {
    // Two orders may draw the same number: then the whole transaction is repeated with another.
    let order = tx
        .create_raced_from::<Shop, order::Entity>(buyer, rows::order(tx, buyer.id, id, &quote, &terms))
        .await?;
    let mut lines = Vec::with_capacity(quote.lines.len());
    let mut discounts = Vec::new();
    for (position, quoted) in (1..).zip(&quote.lines) {
        let row = rows::line(tx, id, position, quoted);
        let line = tx
            .create_known_from::<Shop, order_line::Entity>(buyer, row)
            .await?;
        for discount in &quoted.discounts {
            let offer = quote
                .offers
                .iter()
                .find(|offer| offer.offer.id == discount.offer_id);
            let name = offer.map_or("", |offer| offer.offer.name.as_str());
            let row = rows::discount(tx, &line, discount, name);
            discounts.push(
                tx.create_known_from::<Shop, order_discount::Entity>(buyer, row)
                    .await?,
            );
        }
        lines.push(line);
    }
    let offers = quote
        .offers
        .iter()
        .map(|offer| offer.offer.id.to_string())
        .collect::<Vec<_>>();
    for quoted in quote.offers {
        let row = rows::offer_use(tx, buyer.id, id, quoted.offer.id);
        tx.create_known_from::<Shop, entities::offer_use::Entity>(buyer, row)
            .await?;
        let uses = quoted.offer.uses + 1;
        tx.update_known(quoted.offer, |row| row.uses = Set(uses)).await?;
    }
    let mut gift_card_uses = Vec::with_capacity(quote.gift_cards.len());
    for quoted in quote.gift_cards {
        let row = rows::gift_card_use(tx, buyer.id, id, quoted.gift_card.id, quoted.amount_minor);
        gift_card_uses.push(
            tx.create_known_from::<Shop, gift_card_use::Entity>(buyer, row)
                .await?,
        );
        let left = quoted.gift_card.balance_minor - quoted.amount_minor;
        tx.update_known(quoted.gift_card, |row| row.balance_minor = Set(left))
            .await?;
    }
    let payment = if order.due_minor > 0 {
        let row = rows::payment(tx, &order, gateway.provider(), method);
        Some(tx.create_known_from::<Shop, payment::Entity>(buyer, row).await?)
    } else {
        None
    };
    tell(tx, &order, &offers, &gift_card_uses).await?;
    if payment.is_none() {
        fulfil(tx, buyer, &order, &lines).await?;
    }
    Ok(PlacedOrder {
        order,
        lines,
        discounts,
        gift_card_uses,
        payment,
    })
}

async fn tell(
    tx: &OrgTx,
    order: &order::Model,
    offers: &[String],
    gift_card_uses: &[gift_card_use::Model],
) -> Result<(), Failure> {
    let mut cards = Vec::with_capacity(gift_card_uses.len());
    for used in gift_card_uses {
        cards.push(json!({
            "giftCardId": used.gift_card_id.to_string(),
            "amount": shown(used.amount_minor, order)?,
        }));
    }
    tx.emit(NewEvent::new(EventAction::OrderPlaced, order.id).after(json!({
        "number": order.number,
        "memberId": order.member_id.to_string(),
        "currency": order.currency,
        "list": shown(order.list_minor, order)?,
        "discount": shown(order.discount_minor, order)?,
        "net": shown(order.net_minor, order)?,
        "tax": shown(order.tax_minor, order)?,
        "total": shown(order.total_minor, order)?,
        "due": shown(order.due_minor, order)?,
        "offerIds": offers,
        "giftCards": cards,
    })))
    .await?;
    Ok(())
}
