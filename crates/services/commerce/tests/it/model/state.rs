//! What the model knows: everything that money depends on, as it should be by now.

use super::arithmetic::{divide, due_now, proportion, rate_of, tax_within};
use chrono::{DateTime, Utc};
use entities::{ledger_account::AccountCode, order::OrderStatus};
use kernel::{
    AttributionId, EmployeeId, GiftCardId, GiftCardUseId, OfferId, OrderId, OrderLineId, PaymentId,
    ProductId, RefundTenderId, VariantId,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Currencies of no, two and three decimals.
pub(super) const CURRENCIES: [(&str, u32); 4] = [("EUR", 2), ("JPY", 0), ("KWD", 3), ("USD", 2)];

pub(super) type Currency = &'static str;

/// An amount as people write it.
pub(super) fn written(minor: i64, currency: Currency) -> Decimal {
    let (_, decimals) = CURRENCIES.iter().find(|(code, _)| *code == currency).unwrap();
    Decimal::new(minor, *decimals)
}

pub(super) struct Share {
    pub(super) id: AttributionId,
    pub(super) employee: EmployeeId,
    pub(super) ppm: i64,
}

pub(super) struct Product {
    pub(super) id: ProductId,
    pub(super) variant: VariantId,
    /// The price, and whether it contains its tax.
    pub(super) prices: BTreeMap<Currency, (i64, bool)>,
    /// The older first.
    pub(super) shares: Vec<Share>,
}

#[derive(Clone, Copy)]
pub(super) enum Takes {
    Percent(i64),
    Fixed(i64, Currency),
}

/// The older first.
pub(super) struct Offer {
    pub(super) id: OfferId,
    /// None: it applies by itself.
    pub(super) code: Option<String>,
    pub(super) takes: Takes,
    pub(super) product: Option<usize>,
    pub(super) group: Option<&'static str>,
    pub(super) position: i32,
    pub(super) most: Option<i64>,
    pub(super) most_per_member: Option<i64>,
    /// By buyer.
    pub(super) uses: [i64; 3],
}

pub(super) struct Card {
    pub(super) id: GiftCardId,
    pub(super) code: String,
    pub(super) currency: Currency,
    pub(super) balance: i64,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

/// A sold line and what it has earned. All parts together are its net amount.
pub(super) struct Line {
    pub(super) id: OrderLineId,
    pub(super) product: usize,
    pub(super) net: i64,
    pub(super) tax: i64,
    pub(super) refunded: i64,
    pub(super) fees: Vec<i64>,
    /// Of each share, then of the organization.
    pub(super) credits: Vec<i64>,
    pub(super) who: Vec<(AttributionId, EmployeeId)>,
    pub(super) fees_back: Vec<i64>,
    pub(super) credits_back: Vec<i64>,
}

impl Line {
    pub(super) fn total(&self) -> i64 {
        self.net + self.tax
    }

    /// What of the first `refunded` is net.
    pub(super) fn net_of(&self, refunded: i64) -> i64 {
        refunded - proportion(self.tax, refunded, self.total())
    }
}

/// What paid for an order, in the order in which refunds go back.
pub(super) struct Tender {
    /// The card; none: the payment.
    pub(super) card: Option<(GiftCardUseId, usize)>,
    pub(super) paid: i64,
    pub(super) back: i64,
}

pub(super) struct Order {
    pub(super) id: OrderId,
    pub(super) currency: Currency,
    pub(super) buyer: usize,
    pub(super) status: OrderStatus,
    pub(super) placed_at: DateTime<Utc>,
    pub(super) payment: Option<(PaymentId, String)>,
    pub(super) terms: ([i64; 3], bool),
    pub(super) lines: Vec<Line>,
    pub(super) tenders: Vec<Tender>,
    pub(super) offers: Vec<usize>,
    pub(super) refunded: i64,
    /// The reference and the amount of a dispute that is open.
    pub(super) dispute: Option<(String, i64)>,
}

impl Order {
    pub(super) fn total(&self) -> i64 {
        self.lines.iter().map(Line::total).sum()
    }
}

/// A cart, by the places of what is in it.
#[derive(Clone, Debug)]
pub(super) struct Cart {
    pub(super) currency: Currency,
    pub(super) jurisdiction: &'static str,
    pub(super) lines: Vec<(usize, i64)>,
    pub(super) offers: Vec<usize>,
    pub(super) cards: Vec<(usize, Option<i64>)>,
}

/// What a cart costs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Priced {
    pub(super) list: i64,
    /// Net and tax by line.
    pub(super) lines: Vec<(i64, i64)>,
    /// The offers that took something.
    pub(super) offers: Vec<usize>,
    /// By card of the cart.
    pub(super) cards: Vec<i64>,
    pub(super) due: i64,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) products: Vec<Product>,
    pub(super) offers: Vec<Offer>,
    pub(super) cards: Vec<Card>,
    pub(super) taxes: BTreeMap<&'static str, i64>,
    /// Whether tax is rounded once for an order.
    pub(super) rounds_per_order: bool,
    /// Platform, provider and tax, and whether all share what the provider keeps of a refund.
    pub(super) fees: ([i64; 3], bool),
    pub(super) orders: Vec<Order>,
    /// Debits less credits.
    pub(super) books: BTreeMap<(AccountCode, Currency, Option<EmployeeId>), i64>,
    pub(super) unpaid: BTreeMap<(Currency, EmployeeId), i64>,
    /// The parts of refunds that came back.
    pub(super) returned: BTreeSet<RefundTenderId>,
}

impl State {
    pub(super) fn post(&mut self, code: AccountCode, currency: Currency, amount: i64) {
        *self.books.entry((code, currency, None)).or_default() += amount;
    }

    /// Somebody earns, or with a negative amount loses what they had earned.
    pub(super) fn earn(&mut self, employee: EmployeeId, currency: Currency, amount: i64) {
        self.post(AccountCode::RevenueShare, currency, amount);
        let payable = (AccountCode::CreatorPayable, currency, Some(employee));
        *self.books.entry(payable).or_default() -= amount;
        *self.unpaid.entry((currency, employee)).or_default() += amount;
    }

    /// What a cart costs, or the beginnings of all refusals.
    pub(super) fn price(&self, cart: &Cart, buyer: usize, now: DateTime<Utc>) -> Result<Priced, Vec<String>> {
        let mut refusals = Vec::new();
        for (place, (product, _)) in cart.lines.iter().enumerate() {
            if !self.products[*product].prices.contains_key(cart.currency) {
                let currency = cart.currency;
                refusals.push(format!(
                    "lines.{place}.variantId PriceNotAvailable {{\"currency\":\"{currency}\"}}"
                ));
            }
        }
        for (place, offer) in cart.offers.iter().enumerate() {
            let offer = &self.offers[*offer];
            let uses: i64 = offer.uses.iter().sum();
            if let Some(most) = offer.most.filter(|most| uses >= *most) {
                refusals.push(format!("offerCodes.{place} CouponExhausted {{\"max\":{most}}}"));
            } else if let Some(most) = offer.most_per_member.filter(|most| offer.uses[buyer] >= *most) {
                refusals.push(format!("offerCodes.{place} OfferAlreadyUsed {{\"max\":{most}}}"));
            }
        }
        for (place, (card, asked)) in cart.cards.iter().enumerate() {
            let known = &self.cards[*card];
            if known.expires_at.is_some_and(|end| end <= now) {
                refusals.push(format!("giftCards.{place}.code GiftCardExpired"));
            } else if known.currency != cart.currency {
                refusals.push(format!("giftCards.{place}.code GiftCardCurrencyMismatch"));
            } else if known.balance < asked.unwrap_or(1) {
                let (field, left) = (
                    if asked.is_some() { "amount" } else { "code" },
                    written(known.balance, known.currency),
                );
                refusals.push(format!(
                    "giftCards.{place}.{field} GiftCardInsufficient {{\"available\":\"{left}\"}}"
                ));
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let list: Vec<i64> = cart
            .lines
            .iter()
            .map(|(product, quantity)| self.products[*product].prices[cart.currency].0 * quantity)
            .collect();
        let (left, offers) = self.discount(cart, &list);
        let ppm = self.taxes.get(cart.jurisdiction).copied().unwrap_or_default();
        let is_inclusive: Vec<bool> = cart
            .lines
            .iter()
            .map(|(product, _)| self.products[*product].prices[cart.currency].1)
            .collect();
        let taxes = self.taxes_of(&left, &is_inclusive, ppm);
        let lines: Vec<(i64, i64)> = (0..left.len())
            .map(|n| (left[n] - if is_inclusive[n] { taxes[n] } else { 0 }, taxes[n]))
            .collect();
        let mut due: i64 = lines.iter().map(|(net, tax)| net + tax).sum();
        let mut cards = Vec::new();
        for (place, (card, asked)) in cart.cards.iter().enumerate() {
            let paid = due.min(asked.unwrap_or(self.cards[*card].balance));
            if asked.is_some_and(|asked| paid < asked) {
                refusals.push(format!("giftCards.{place}.amount OutOfRange"));
            }
            due -= paid;
            cards.push(paid);
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        Ok(Priced {
            list: list.iter().sum(),
            lines,
            offers,
            cards,
            due,
        })
    }

    /// The tax of each line, rounded for each, or once for all whose prices have it, and once for all whose have not.
    fn taxes_of(&self, left: &[i64], is_inclusive: &[bool], ppm: i64) -> Vec<i64> {
        let of = |amount: i64, inclusive: bool| {
            if inclusive {
                tax_within(amount, ppm)
            } else {
                rate_of(amount, ppm)
            }
        };
        if !self.rounds_per_order {
            return left
                .iter()
                .zip(is_inclusive)
                .map(|(left, inclusive)| of(*left, *inclusive))
                .collect();
        }
        let mut taxes = vec![0; left.len()];
        for inclusive in [false, true] {
            let alike: Vec<usize> = (0..left.len())
                .filter(|n| is_inclusive[*n] == inclusive)
                .collect();
            let amounts: Vec<i64> = alike.iter().map(|n| left[*n]).collect();
            let whole = of(amounts.iter().sum(), inclusive);
            for (n, tax) in alike.into_iter().zip(divide(whole, &amounts)) {
                taxes[n] = tax;
            }
        }
        taxes
    }

    /// What offers leave of each line, and which of them took something.
    fn discount(&self, cart: &Cart, list: &[i64]) -> (Vec<i64>, Vec<usize>) {
        let mut fitting: Vec<usize> = (0..self.offers.len())
            .filter(|n| self.offers[*n].code.is_none() || cart.offers.contains(n))
            .filter(|n| {
                let offer = &self.offers[*n];
                let has_product = offer
                    .product
                    .is_none_or(|of| cart.lines.iter().any(|(line, _)| *line == of));
                let has_currency = match offer.takes {
                    Takes::Percent(_) => true,
                    Takes::Fixed(_, currency) => currency == cart.currency,
                };
                has_product && has_currency
            })
            .collect();
        fitting.sort_by_key(|n| (self.offers[*n].position, *n));
        let mut best: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
        for n in &fitting {
            if let Some(group) = self.offers[*n].group {
                let alone = self.taken(*n, cart, list).iter().sum();
                // They come in the order in which they win ties.
                let now = best.entry(group).or_insert((alone, *n));
                if alone > now.0 {
                    *now = (alone, *n);
                }
            }
        }
        fitting.retain(|n| self.offers[*n].group.is_none_or(|group| best[group].1 == *n));
        let mut left = list.to_vec();
        let mut used = Vec::new();
        for n in fitting {
            let taken = self.taken(n, cart, &left);
            if taken.iter().sum::<i64>() > 0 {
                used.push(n);
            }
            for (left, taken) in left.iter_mut().zip(taken) {
                *left -= taken;
            }
        }
        (left, used)
    }

    fn taken(&self, offer: usize, cart: &Cart, left: &[i64]) -> Vec<i64> {
        let offer = &self.offers[offer];
        let open = cart.lines.iter().zip(left);
        let open: Vec<i64> = open
            .map(|((product, _), left)| {
                if offer.product.is_none_or(|of| of == *product) {
                    *left
                } else {
                    0
                }
            })
            .collect();
        match offer.takes {
            Takes::Percent(ppm) => open.iter().map(|left| rate_of(*left, ppm)).collect(),
            Takes::Fixed(amount, _) => divide(amount.min(open.iter().sum()), &open),
        }
    }

    /// Rule m3: an order is paid.
    pub(super) fn sell(&mut self, place: usize) {
        let mut order = self.orders.remove(place);
        order.status = OrderStatus::Paid;
        for line in &mut order.lines {
            let shares = &self.products[line.product].shares;
            line.fees = order.terms.0.iter().map(|ppm| rate_of(line.net, *ppm)).collect();
            let mut weights: Vec<i64> = shares.iter().map(|share| share.ppm).collect();
            weights.push(1_000_000 - weights.iter().sum::<i64>());
            line.credits = divide(line.net - line.fees.iter().sum::<i64>(), &weights);
            line.who = shares.iter().map(|share| (share.id, share.employee)).collect();
            line.fees_back = vec![0; 3];
            line.credits_back = vec![0; line.credits.len()];
            let (fees, parts) = (line.fees.clone(), line.credits.clone());
            self.enter(order.currency, (line.net, line.tax), &fees, &line.who, &parts, 1);
            self.post(AccountCode::ProcessingFee, order.currency, fees[1]);
            self.post(AccountCode::Clearing, order.currency, -fees[1]);
        }
        for tender in &order.tenders {
            let code = if tender.card.is_some() {
                AccountCode::GiftCards
            } else {
                AccountCode::Clearing
            };
            self.post(code, order.currency, tender.paid);
        }
        self.orders.insert(place, order);
    }

    /// What a line moves in the books, without the processing fee.
    fn enter(
        &mut self,
        currency: Currency,
        (net, tax): (i64, i64),
        fees: &[i64],
        who: &[(AttributionId, EmployeeId)],
        parts: &[i64],
        sign: i64,
    ) {
        for (code, amount) in [
            (AccountCode::Sales, -net),
            (AccountCode::SalesTax, -tax),
            (AccountCode::PlatformFee, fees[0]),
            (AccountCode::PlatformPayable, -fees[0]),
            (AccountCode::Withholding, fees[2]),
            (AccountCode::WithholdingPayable, -fees[2]),
        ] {
            self.post(code, currency, sign * amount);
        }
        for ((_, employee), amount) in who.iter().zip(parts) {
            self.earn(*employee, currency, sign * amount);
        }
    }

    /// An order is given up: what it had reserved is free again.
    pub(super) fn give_up(&mut self, place: usize) {
        let order = &mut self.orders[place];
        order.status = OrderStatus::Cancelled;
        for offer in &order.offers {
            self.offers[*offer].uses[order.buyer] -= 1;
        }
        for tender in &order.tenders {
            if let Some((_, card)) = tender.card {
                self.cards[card].balance += tender.paid;
            }
        }
    }

    /// Rules m5 and m10: amounts by line go back. Gives what each line returns (net, tax, shares) and each tender. A bank takes
    /// everything back through the payment.
    pub(super) fn refund(
        &mut self,
        place: usize,
        amounts: &[(usize, i64)],
        by_bank: bool,
    ) -> (Vec<Back>, Vec<i64>) {
        let mut order = self.orders.remove(place);
        let amount: i64 = amounts.iter().map(|(_, amount)| amount).sum();
        let mut backs = Vec::new();
        for (n, amount) in amounts {
            let line = &mut order.lines[*n];
            let (before, now) = (line.net_of(line.refunded), line.net_of(line.refunded + amount));
            let tax = amount - (now - before);
            line.refunded += amount;
            let shared: i64 = line.credits.iter().sum();
            let target = proportion(shared, now, line.net);
            let mut fees = due_now(now - target, &line.fees, &line.fees_back);
            for (total, part) in line.fees_back.iter_mut().zip(&fees) {
                *total += part;
            }
            let mut taken = target;
            if order.terms.1 && shared > 0 {
                taken += line.fees_back[1];
                fees[1] = 0;
            }
            let parts = due_now(taken, &line.credits, &line.credits_back);
            for (total, part) in line.credits_back.iter_mut().zip(&parts) {
                *total += part;
            }
            self.enter(order.currency, (now - before, tax), &fees, &line.who, &parts, -1);
            let earned = line
                .who
                .iter()
                .zip(&parts)
                .map(|((id, _), part)| (*id, *part))
                .collect();
            backs.push(Back {
                line: line.id,
                net: now - before,
                tax,
                fees,
                earned,
            });
        }
        let paid: Vec<i64> = order.tenders.iter().map(|tender| tender.paid).collect();
        let before: Vec<i64> = order.tenders.iter().map(|tender| tender.back).collect();
        let tenders = if by_bank {
            let is_payment = |tender: &Tender| tender.card.is_none();
            let of = |tender| if is_payment(tender) { amount } else { 0 };
            order.tenders.iter().map(of).collect()
        } else {
            due_now(order.refunded + amount, &paid, &before)
        };
        for (tender, back) in order.tenders.iter_mut().zip(&tenders) {
            tender.back += back;
            match tender.card {
                Some((_, card)) => {
                    self.cards[card].balance += back;
                    self.post(AccountCode::GiftCards, order.currency, -back);
                }
                None => self.post(AccountCode::Clearing, order.currency, -back),
            }
        }
        order.refunded += amount;
        order.status = if order.refunded == order.total() {
            OrderStatus::Refunded
        } else {
            OrderStatus::PartiallyRefunded
        };
        self.orders.insert(place, order);
        (backs, tenders)
    }
}

/// What a line gives back.
#[derive(Debug)]
pub(super) struct Back {
    pub(super) line: OrderLineId,
    pub(super) net: i64,
    pub(super) tax: i64,
    pub(super) fees: Vec<i64>,
    pub(super) earned: Vec<(AttributionId, i64)>,
}
