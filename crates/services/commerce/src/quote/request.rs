//! What somebody asks the price of.

use crate::{amount, gift_card::GiftCardCode, jurisdiction, offer::offer_code};
use kernel::{Code, Currency, Problem, Problems, VariantId, within};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// The most lines of a cart.
const LINES: usize = 50;
/// The most of one variant.
const QUANTITY: i32 = 1_000;
/// The most codes of offers.
const OFFER_CODES: usize = 10;
/// The most gift cards.
const GIFT_CARDS: usize = 10;

/// A cart, where it is taxed, and what makes it cheaper or pays for it.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteRequest {
    /// ISO 4217 code. Everything needs a price in it; nothing is converted.
    pub currency: String,
    /// Where the buyer is taxed, such as `SI` or `US-CA`. Needed where the organization has any tax rate.
    pub jurisdiction: Option<String>,
    /// What is bought.
    pub lines: Vec<RequestedLine>,
    /// Codes of offers; capital and small letters are the same.
    pub offer_codes: Vec<String>,
    /// Gift cards, in the order in which they pay.
    pub gift_cards: Vec<RequestedGiftCard>,
}

/// One line of a cart.
#[derive(Clone, Debug, Serialize)]
pub struct RequestedLine {
    /// The variant.
    #[serde(serialize_with = "as_text")]
    pub variant_id: VariantId,
    /// How many.
    pub quantity: i32,
}

/// A gift card to pay with.
#[derive(Clone, Debug, Serialize)]
pub struct RequestedGiftCard {
    /// Its code.
    pub code: String,
    /// Exactly how much of it to use; none: as much as there is and as is needed.
    #[serde(serialize_with = "as_optional_text")]
    pub amount: Option<Decimal>,
}

fn as_text<T: std::fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

#[expect(clippy::ref_option, reason = "serde passes the field as it is")]
fn as_optional_text<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    let text = value.map(|value| value.normalize().to_string());
    text.serialize(serializer)
}

/// A request that has the right form. What is missing had a problem.
pub(super) struct Checked {
    pub(super) currency: Option<Currency>,
    pub(super) jurisdiction: Option<String>,
    pub(super) lines: Vec<RequestedLine>,
    pub(super) offer_codes: Vec<String>,
    pub(super) gift_cards: Vec<CheckedGiftCard>,
}

/// A gift card of a request, in minor units.
pub(super) struct CheckedGiftCard {
    pub(super) hash: Vec<u8>,
    pub(super) asked_minor: Option<i64>,
}

impl QuoteRequest {
    /// Checks the form. Too long a list is refused at once, because nobody wants to read about each of its entries.
    pub(super) fn check(&self, problems: &mut Problems) -> Result<Checked, Problem> {
        let Self {
            currency,
            jurisdiction,
            lines,
            offer_codes,
            gift_cards,
        } = self;
        not_too_many("lines", lines.len(), LINES)?;
        not_too_many("offerCodes", offer_codes.len(), OFFER_CODES)?;
        not_too_many("giftCards", gift_cards.len(), GIFT_CARDS)?;
        problems.require(!lines.is_empty(), || Problem::at("lines", Code::Required));
        for (place, line) in lines.iter().enumerate() {
            problems.require((1..=QUANTITY).contains(&line.quantity), || {
                let problem = Problem::at("quantity", Code::OutOfRange);
                within("lines", place, problem.with("min", 1).with("max", QUANTITY))
            });
        }
        let currency = problems.take(amount::currency("currency", currency));
        let jurisdiction = jurisdiction
            .as_deref()
            .map(|text| jurisdiction::parse("jurisdiction", text));
        let jurisdiction = jurisdiction.and_then(|checked| problems.take(checked));

        let offer_codes: Vec<String> = offer_codes.iter().map(|code| offer_code(code)).collect();
        for place in repeated(&offer_codes) {
            problems.add(within("offerCodes", place, Problem::new(Code::Duplicate)));
        }
        let mut cards = Vec::with_capacity(gift_cards.len());
        for (place, RequestedGiftCard { code, amount }) in gift_cards.iter().enumerate() {
            let asked = match (amount, currency) {
                (Some(amount), Some(currency)) => problems.take(
                    amount::minor("amount", *amount, currency, 1)
                        .map_err(|problem| within("giftCards", place, problem)),
                ),
                (Some(_), None) | (None, _) => None,
            };
            cards.push(CheckedGiftCard {
                hash: GiftCardCode::typed(code).hash(),
                asked_minor: asked,
            });
        }
        let hashes: Vec<&[u8]> = cards.iter().map(|card| card.hash.as_slice()).collect();
        for place in repeated(&hashes) {
            let problem = Problem::at("code", Code::Duplicate);
            problems.add(within("giftCards", place, problem));
        }
        Ok(Checked {
            currency,
            jurisdiction,
            lines: lines.clone(),
            offer_codes,
            gift_cards: cards,
        })
    }
}

fn not_too_many(field: &'static str, count: usize, max: usize) -> Result<(), Problem> {
    if count <= max {
        return Ok(());
    }
    Err(Problem::at(field, Code::OutOfRange)
        .with("min", 0)
        .with("max", max))
}

/// The places of entries that were there before.
fn repeated<T: Ord>(entries: &[T]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let entries = entries.iter().enumerate();
    entries
        .filter(|(_place, entry)| !seen.insert(*entry))
        .map(|(place, _entry)| place)
        .collect()
}
