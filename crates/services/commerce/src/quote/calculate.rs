//! Putting a quote together.

use super::{
    LineDiscount, NotApplied, NotAppliedReason, Quote, QuoteRequest, QuotedLine, QuotedOffer, gift_cards,
    lines::{self, ListedLine},
    offers::{self, Offers},
    taxes::{self, Taxes},
};
use crate::{
    amount::{LARGEST_TOTAL, decimal},
    pricing::{
        discount::{Discounted, discount},
        tax::{self, Basis, Taxed},
    },
};
use authz::actions::Shop;
use futures::try_join;
use kernel::{Code, Currency, MoneyError, OfferId, Problem, Problems, Rate};
use store::{Failure, Granted, OrgTx};

/// What a cart costs its buyer at this moment.
///
/// The offers and gift cards of the answer are locked until the transaction ends: an order counts their uses and takes
/// from their balances with the evidence it finds here. They are locked after the buyer, offers before gift cards, each
/// in the order of their ids.
///
/// Refuses, all together, with `REQUIRED`, `OUT_OF_RANGE`, `UNKNOWN_CURRENCY`, `INVALID_FORMAT`, `DUPLICATE`,
/// `NOT_FOUND`, `VARIANT_NOT_AVAILABLE`, `PRICE_NOT_AVAILABLE`, `OFFER_NOT_FOUND`, `OFFER_NOT_ACTIVE`, `OFFER_EXPIRED`,
/// `COUPON_EXHAUSTED`, `OFFER_ALREADY_USED`, `GIFT_CARD_INACTIVE`, `GIFT_CARD_EXPIRED`, `GIFT_CARD_CURRENCY_MISMATCH`,
/// `GIFT_CARD_INSUFFICIENT`, `AMOUNT_TOO_PRECISE`, `AMOUNT_NEGATIVE`.
pub async fn calculate(tx: &OrgTx, buyer: &Granted<Shop>, request: &QuoteRequest) -> Result<Quote, Failure> {
    let mut problems = Problems::default();
    let checked = request.check(&mut problems)?;
    let currency = checked.currency;
    let asked = request.jurisdiction.is_some();
    let (listed, taxes, candidates) = tx
        .at_once(async {
            try_join!(
                lines::listed(tx, &checked.lines, currency),
                taxes::find(tx, checked.jurisdiction.as_deref(), asked),
                offers::candidates(tx, &checked.offer_codes),
            )
        })
        .await?;
    let lines = lines::check(&checked.lines, &listed, currency, &mut problems);
    let taxes = match taxes {
        taxes::Found::Taxes(taxes) => Some(taxes),
        taxes::Found::WhereIsWrong => None,
        taxes::Found::WhereIsNeeded => {
            problems.add(Problem::at("jurisdiction", Code::Required));
            None
        }
    };
    let by_code = (checked.offer_codes.as_slice(), candidates.as_slice());
    let offers = offers::find(tx, buyer, by_code, &lines, currency, &mut problems).await?;
    let cards = gift_cards::find(tx, buyer, &checked.gift_cards, currency, &mut problems).await?;
    if let Some(currency) = currency {
        let list: i128 = lines.iter().map(|line| i128::from(line.list_minor)).sum();
        problems.require(list <= i128::from(LARGEST_TOTAL), || {
            Problem::at("lines", Code::OutOfRange)
                .with("min", decimal(0, currency))
                .with("max", decimal(LARGEST_TOTAL, currency))
        });
    }
    problems.into_result()?;
    let (Some(currency), Some(taxes)) = (currency, taxes) else {
        return Err(Failure::Defect("a checked cart is incomplete"));
    };

    let mut quote = price(currency, lines, taxes, offers)?;
    let mut problems = Problems::default();
    let (gift_cards, due) = gift_cards::pay(quote.total_minor, cards, currency, &mut problems)?;
    problems.into_result()?;
    quote.gift_card_minor = gift_cards.iter().map(|card| card.amount_minor).sum();
    quote.gift_cards = gift_cards;
    quote.due_minor = due;
    Ok(quote)
}

/// Discounts and taxes. Nothing here can be too large, because the sum of the list prices is not.
fn price(
    currency: Currency,
    lines: Vec<ListedLine>,
    taxed_at: Taxes,
    offers: Offers,
) -> Result<Quote, Failure> {
    let Taxes {
        jurisdiction,
        rate,
        rounding,
    } = taxed_at;
    let list: Vec<i64> = lines.iter().map(|line| line.list_minor).collect();
    let discounted = discount(&list, &offers::for_pricing(&offers.entitled, &lines)?).map_err(defect)?;
    let ids: Vec<OfferId> = offers.entitled.iter().map(|offer| offer.id).collect();
    let ppm = rate.as_ref().map_or(0, |rate| rate.rate_ppm);
    let percent = Rate::from_ppm(ppm).map_err(defect)?;

    let bases = lines.iter().map(|line| {
        if line.price.is_tax_inclusive {
            Basis::Inclusive
        } else {
            Basis::Exclusive
        }
    });
    let taxable: Vec<(i64, Basis)> = discounted.remaining.iter().copied().zip(bases).collect();
    let taxed = tax::taxes(&taxable, percent, rounding).map_err(defect)?;

    let positions = positions(&discounted);
    let mut quoted = Vec::with_capacity(lines.len());
    let lines = lines
        .into_iter()
        .zip(&discounted.remaining)
        .zip(taxed)
        .enumerate();
    for (place, ((line, left), Taxed { net, tax, total })) in lines {
        quoted.push(QuotedLine {
            product_id: line.product.id,
            variant_id: line.variant.id,
            course_id: line.product.course_id,
            name: line.product.name,
            variant_name: line.variant.name,
            quantity: line.quantity,
            unit_minor: line.price.amount_minor,
            is_tax_inclusive: line.price.is_tax_inclusive,
            price: line.price,
            list_minor: line.list_minor,
            discount_minor: line.list_minor - left,
            discounts: discounts_of(place, line.list_minor, &discounted, &positions, &ids),
            tax_rate_id: rate.as_ref().map(|rate| rate.id),
            tax_rate_ppm: ppm,
            net_minor: net,
            tax_minor: tax,
            total_minor: total,
        });
    }
    let sum = |amount: fn(&QuotedLine) -> i64| quoted.iter().map(amount).sum::<i64>();
    let (applied, not_applied) = sort(offers, &discounted, &positions, &ids);
    Ok(Quote {
        currency,
        jurisdiction,
        tax_rate: rate,
        tax_rounding: rounding,
        list_minor: sum(|line| line.list_minor),
        discount_minor: sum(|line| line.discount_minor),
        net_minor: sum(|line| line.net_minor),
        tax_minor: sum(|line| line.tax_minor),
        total_minor: sum(|line| line.total_minor),
        lines: quoted,
        offers: applied,
        not_applied,
        gift_cards: Vec::new(),
        gift_card_minor: 0,
        due_minor: 0,
    })
}

/// The offers that took something, by their place in the list, in the order in which they did.
fn positions(discounted: &Discounted) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    for taken in &discounted.taken {
        if !places.contains(&taken.offer) {
            places.push(taken.offer);
        }
    }
    places
}

/// Where an offer stands among those that took something, from 1.
fn position_of(offer: usize, positions: &[usize]) -> Option<i32> {
    let place = positions.iter().position(|place| *place == offer)?;
    i32::try_from(place).ok().map(|place| place + 1)
}

fn discounts_of(
    place: usize,
    list_minor: i64,
    discounted: &Discounted,
    positions: &[usize],
    ids: &[OfferId],
) -> Vec<LineDiscount> {
    let mut left = list_minor;
    let mut discounts = Vec::new();
    for taken in discounted.taken.iter().filter(|taken| taken.line == place) {
        left -= taken.amount;
        let offer = ids.get(taken.offer).zip(position_of(taken.offer, positions));
        discounts.extend(offer.map(|(id, position)| LineDiscount {
            offer_id: *id,
            position,
            amount_minor: taken.amount,
            after_minor: left,
        }));
    }
    discounts
}

/// Sorts the offers into those that took something off and those that did not, with the reason.
fn sort(
    offers: Offers,
    discounted: &Discounted,
    positions: &[usize],
    ids: &[OfferId],
) -> (Vec<QuotedOffer>, Vec<NotApplied>) {
    let Offers {
        entitled,
        mut not_applied,
    } = offers;
    let mut applied = Vec::with_capacity(positions.len());
    for (place, offer) in entitled.into_iter().enumerate() {
        if let Some(position) = position_of(place, positions) {
            let taken = discounted.taken.iter().filter(|taken| taken.offer == place);
            applied.push(QuotedOffer {
                offer,
                position,
                amount_minor: taken.map(|taken| taken.amount).sum(),
            });
            continue;
        }
        let lost = discounted.lost.iter().find(|lost| lost.offer == place);
        let winner = lost.and_then(|lost| ids.get(lost.to).copied());
        not_applied.push(NotApplied {
            offer: offer.clone(),
            reason: winner.map_or(NotAppliedReason::NothingLeft, NotAppliedReason::LostTo),
        });
    }
    applied.sort_unstable_by_key(|offer| offer.position);
    (applied, not_applied)
}

fn defect(_error: MoneyError) -> Failure {
    Failure::Defect("a cart that was checked cannot be calculated")
}
