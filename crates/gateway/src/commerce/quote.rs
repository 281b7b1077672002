//! Asking what a cart costs.

use crate::base::{Outcome, parse_id, payload, settle};
use async_graphql::{Context, ID, InputObject, Result};
use commerce::quote::{self as commands, NotAppliedReason, QuoteRequest, RequestedGiftCard, RequestedLine};
use futures::FutureExt;
use graph::{
    CurrencyCode, Decimal, Money, OfferNotApplied, OrgView, Quote, QuoteDiscount, QuoteGiftCard, QuoteLine,
    QuoteLineAmounts, QuoteOffer, QuoteUnusedOffer, RequestContext, TaxRate, unauthenticated,
};
use kernel::{OfferId, OrganizationId, Problems, within};
use std::collections::BTreeMap;
use store::{Failure, Target};

/// A cart.
#[derive(InputObject)]
pub struct QuoteInput {
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
}

/// One line of a cart.
#[derive(InputObject)]
pub struct QuoteLineInput {
    /// The variant.
    pub variant_id: ID,
    /// How many; 1 to 1000.
    #[graphql(default = 1)]
    pub quantity: i32,
}

/// A gift card to pay with.
#[derive(InputObject)]
pub struct QuoteGiftCardInput {
    /// Its code, however it is typed.
    pub code: String,
    /// Exactly how much of it to use, in the cart's currency; as much as there is and as is needed, if not given.
    pub amount: Option<Decimal>,
}

payload! {
    /// What a cart costs.
    QuotePayload {
        /// The answer; null, if it was refused.
        quote: Quote
    }
}

impl QuoteInput {
    /// The organization, and what a service understands.
    pub(crate) fn into_request(self) -> std::result::Result<(OrganizationId, QuoteRequest), Failure> {
        let Self {
            organization_id,
            currency,
            jurisdiction,
            lines,
            offer_codes,
            gift_cards,
        } = self;
        let mut problems = Problems::default();
        let organization = problems.take(parse_id("organizationId", &organization_id));
        let mut requested = Vec::with_capacity(lines.len());
        for (place, QuoteLineInput { variant_id, quantity }) in lines.into_iter().enumerate() {
            let variant = parse_id("variantId", &variant_id);
            let variant = problems.take(variant.map_err(|problem| within("lines", place, problem)));
            requested.extend(variant.map(|variant_id| RequestedLine { variant_id, quantity }));
        }
        problems.into_result()?;
        let organization = organization.ok_or(Failure::NotFound("organizationId"))?;
        let gift_cards =
            gift_cards
                .into_iter()
                .map(|QuoteGiftCardInput { code, amount }| RequestedGiftCard {
                    code,
                    amount: amount.map(|amount| amount.0),
                });
        let request = QuoteRequest {
            currency: currency.0,
            jurisdiction,
            lines: requested,
            offer_codes,
            gift_cards: gift_cards.collect(),
        };
        Ok((organization, request))
    }
}

pub(super) async fn quote(ctx: &Context<'_>, input: QuoteInput) -> Result<QuotePayload> {
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let quoted = match input.into_request() {
        Ok((organization, cart)) => {
            let target = Target::organization("organizationId", organization);
            let rehearsed = request
                .store
                .rehearse_in(&request.actor, Some(request.request), &target, |tx| {
                    let cart = cart.clone();
                    async move {
                        let buyer = commands::buyer(tx).await?;
                        let quote = commands::calculate(tx, &buyer, &cart).await?;
                        Ok((tx.organization(), quote))
                    }
                    .boxed()
                });
            rehearsed.await
        }
        Err(failure) => Err(failure),
    };
    let shown: Outcome<Quote> =
        settle(quoted)?.map(|(organization, quote)| shown(&OrgView::of(&request, organization), quote));
    Ok(shown.into())
}

/// A quote as clients see it.
pub(crate) fn shown(view: &OrgView, quote: commands::Quote) -> Quote {
    let currency = quote.currency;
    let money = |minor: i64| Money::from(kernel::Money::new(minor, currency));
    let applied = quote.offers.iter().map(|applied| &*applied.offer);
    let offers = applied.chain(quote.not_applied.iter().map(|not| &not.offer));
    let names: BTreeMap<OfferId, (String, Option<String>)> = offers
        .map(|offer| (offer.id, (offer.name.clone(), offer.code.clone())))
        .collect();
    let who = |id: OfferId| names.get(&id).cloned().unwrap_or_default();
    let lines = quote.lines.into_iter().map(|line| {
        let discounts = line.discounts.iter().map(|discount| {
            let (name, code) = who(discount.offer_id);
            QuoteDiscount {
                name,
                code,
                amount: money(discount.amount_minor),
                after_amount: money(discount.after_minor),
            }
        });
        let amounts = QuoteLineAmounts {
            unit: money(line.unit_minor),
            list: money(line.list_minor),
            discount: money(line.discount_minor),
            net: money(line.net_minor),
            tax: money(line.tax_minor),
            total: money(line.total_minor),
        };
        let ids = (line.product_id, line.variant_id);
        let discounts = discounts.collect();
        QuoteLine::new(
            view.clone(),
            ids,
            line.price,
            line.name,
            line.quantity,
            amounts,
            discounts,
        )
    });
    Quote {
        currency: CurrencyCode(currency.code().to_owned()),
        jurisdiction: quote.jurisdiction,
        tax_rate: quote.tax_rate.map(|row| TaxRate::new(view.clone(), row)),
        tax_rounding: quote.tax_rounding.into(),
        lines: lines.collect(),
        offers: quote
            .offers
            .iter()
            .map(|applied| QuoteOffer {
                name: applied.offer.name.clone(),
                code: applied.offer.code.clone(),
                position: applied.position,
                amount: money(applied.amount_minor),
            })
            .collect(),
        unused_offers: quote
            .not_applied
            .iter()
            .map(|not| {
                let (reason, lost_to) = reason(not.reason);
                QuoteUnusedOffer {
                    name: not.offer.name.clone(),
                    code: not.offer.code.clone(),
                    reason,
                    lost_to: lost_to.map(|id| who(id).0),
                }
            })
            .collect(),
        gift_cards: quote
            .gift_cards
            .iter()
            .map(|card| QuoteGiftCard {
                code_ending: card.gift_card.code_ending.clone(),
                amount: money(card.amount_minor),
                remaining: money(card.gift_card.balance_minor - card.amount_minor),
            })
            .collect(),
        list_amount: money(quote.list_minor),
        discount_amount: money(quote.discount_minor),
        net_amount: money(quote.net_minor),
        tax_amount: money(quote.tax_minor),
        total_amount: money(quote.total_minor),
        gift_card_amount: money(quote.gift_card_minor),
        due_amount: money(quote.due_minor),
    }
}

fn reason(reason: NotAppliedReason) -> (OfferNotApplied, Option<OfferId>) {
    match reason {
        NotAppliedReason::OtherProduct => (OfferNotApplied::OtherProduct, None),
        NotAppliedReason::OtherCurrency => (OfferNotApplied::OtherCurrency, None),
        NotAppliedReason::LostTo(winner) => (OfferNotApplied::LostInGroup, Some(winner)),
        NotAppliedReason::NothingLeft => (OfferNotApplied::NothingLeft, None),
        NotAppliedReason::Exhausted => (OfferNotApplied::Exhausted, None),
        NotAppliedReason::AlreadyUsed => (OfferNotApplied::AlreadyUsed, None),
    }
}
