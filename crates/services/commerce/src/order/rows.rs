//! The rows of a new order. What the quote said is kept as it was then (rule m6).

use crate::quote::{LineDiscount, Quote, QuotedLine};
use chrono::Datelike;
use entities::{
    gift_card_use, offer_use,
    order::{self, OrderStatus},
    order_discount, order_line,
    payment::{self, PaymentStatus},
};
use finance::fees::Terms;
use kernel::{GiftCardId, MemberId, OfferId, OrderId};
use payments::Provider;
use sea_orm::ActiveValue::Set;
use store::OrgTx;

/// The year and the last eight characters of the id: forty random bits, short enough to read out, and no count of how
/// much is sold.
fn number(tx: &OrgTx, id: OrderId) -> String {
    let text = id.to_string().to_uppercase();
    let (_, tail) = text.split_at(text.len().saturating_sub(8));
    format!("{}-{tail}", tx.now().year())
}

pub(super) fn order(
    tx: &OrgTx,
    member: MemberId,
    id: OrderId,
    quote: &Quote,
    terms: &Terms,
) -> order::ActiveModel {
    let is_paid = quote.due_minor == 0;
    order::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        number: Set(number(tx, id)),
        member_id: Set(member),
        status: Set(if is_paid {
            OrderStatus::Paid
        } else {
            OrderStatus::Pending
        }),
        currency: Set(quote.currency.code().to_owned()),
        jurisdiction: Set(quote.jurisdiction.clone()),
        list_minor: Set(quote.list_minor),
        discount_minor: Set(quote.discount_minor),
        net_minor: Set(quote.net_minor),
        tax_minor: Set(quote.tax_minor),
        total_minor: Set(quote.total_minor),
        gift_card_minor: Set(quote.gift_card_minor),
        due_minor: Set(quote.due_minor),
        refunded_minor: Set(0),
        platform_fee_ppm: Set(terms.rates.platform.ppm()),
        processing_fee_ppm: Set(terms.rates.processing.ppm()),
        withholding_ppm: Set(terms.rates.withholding.ppm()),
        refunded_fee_bearer: Set(terms.refunded_fee_bearer),
        tax_rounding: Set(quote.tax_rounding),
        placed_at: Set(tx.now()),
        paid_at: Set(is_paid.then(|| tx.now())),
        cancelled_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

pub(super) fn line(
    tx: &OrgTx,
    order: OrderId,
    position: i32,
    quoted: &QuotedLine,
) -> order_line::ActiveModel {
    order_line::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        order_id: Set(order),
        position: Set(position),
        product_id: Set(quoted.product_id),
        variant_id: Set(quoted.variant_id),
        course_id: Set(quoted.course_id),
        name: Set(quoted.name.clone()),
        quantity: Set(quoted.quantity),
        unit_minor: Set(quoted.unit_minor),
        list_minor: Set(quoted.list_minor),
        discount_minor: Set(quoted.discount_minor),
        is_tax_inclusive: Set(quoted.is_tax_inclusive),
        tax_rate_id: Set(quoted.tax_rate_id),
        tax_rate_ppm: Set(quoted.tax_rate_ppm),
        net_minor: Set(quoted.net_minor),
        tax_minor: Set(quoted.tax_minor),
        total_minor: Set(quoted.total_minor),
        refunded_minor: Set(0),
        created_at: Set(tx.now()),
    }
}

pub(super) fn discount(
    tx: &OrgTx,
    line: &order_line::Model,
    discount: &LineDiscount,
    name: &str,
) -> order_discount::ActiveModel {
    let LineDiscount {
        offer_id,
        position,
        amount_minor,
        after_minor: _,
    } = *discount;
    order_discount::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        order_id: Set(line.order_id),
        order_line_id: Set(line.id),
        offer_id: Set(offer_id),
        name: Set(name.to_owned()),
        position: Set(position),
        amount_minor: Set(amount_minor),
        created_at: Set(tx.now()),
    }
}

pub(super) fn offer_use(
    tx: &OrgTx,
    member: MemberId,
    order: OrderId,
    offer: OfferId,
) -> offer_use::ActiveModel {
    offer_use::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        offer_id: Set(offer),
        order_id: Set(order),
        member_id: Set(member),
        is_released: Set(false),
        created_at: Set(tx.now()),
    }
}

pub(super) fn gift_card_use(
    tx: &OrgTx,
    member: MemberId,
    order: OrderId,
    card: GiftCardId,
    amount_minor: i64,
) -> gift_card_use::ActiveModel {
    gift_card_use::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        gift_card_id: Set(card),
        order_id: Set(order),
        member_id: Set(member),
        amount_minor: Set(amount_minor),
        refunded_minor: Set(0),
        used_at: Set(tx.now()),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

pub(super) fn payment(
    tx: &OrgTx,
    order: &order::Model,
    provider: Provider,
    method: &str,
) -> payment::ActiveModel {
    payment::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        order_id: Set(order.id),
        provider: Set(crate::payment::stored(provider)),
        method: Set(method.to_owned()),
        reference: Set(None),
        client_secret: Set(None),
        status: Set(PaymentStatus::Pending),
        amount_minor: Set(order.due_minor),
        currency: Set(order.currency.clone()),
        refunded_minor: Set(0),
        failure_code: Set(None),
        captured_at: Set(None),
        asked_at: Set(None),
        withdrawn_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}
