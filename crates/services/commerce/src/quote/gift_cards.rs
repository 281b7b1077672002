//! The gift cards of a cart.

use super::{GiftCardToUse, QuotedGiftCard, request::CheckedGiftCard};
use crate::{amount::decimal, pricing::tender::tender};
use authz::actions::Shop;
use entities::gift_card::{self, Column};
use kernel::{Code, Currency, Problem, Problems, within};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;
use store::{Failure, Granted, OrgTx};

/// A gift card that can pay, and how much of it.
pub(super) struct Usable {
    place: usize,
    card: GiftCardToUse,
    most_minor: i64,
    is_exact: bool,
}

/// Finds and locks the cards, one after the other in the order of their ids, so that two carts never wait for each
/// other. What a card has left is read under its lock: until the transaction ends nobody else takes from it.
pub(super) async fn find(
    tx: &OrgTx,
    buyer: &Granted<Shop>,
    requested: &[CheckedGiftCard],
    currency: Option<Currency>,
    problems: &mut Problems,
) -> Result<Vec<Usable>, Failure> {
    if requested.is_empty() {
        return Ok(Vec::new());
    }
    let by_code = Column::CodeHash.is_in(requested.iter().map(|card| card.hash.clone()));
    let found = tx
        .find_for_rule::<gift_card::Entity>()
        .filter(by_code)
        .all()
        .await?;
    let mut ids: Vec<_> = found.iter().map(|card| card.id).collect();
    ids.sort_unstable();
    let mut locked = HashMap::with_capacity(ids.len());
    for id in ids {
        let rows = tx
            .load_entailed::<Shop, gift_card::Entity>(buyer, Condition::all().add(Column::Id.eq(id)))
            .await?;
        locked.extend(rows.into_iter().map(|card| (card.code_hash.clone(), card)));
    }
    let mut usable = Vec::with_capacity(requested.len());
    for (place, CheckedGiftCard { hash, asked_minor }) in requested.iter().enumerate() {
        let Some(card) = locked.remove(hash) else {
            // A code that was given twice has its problem already.
            if !found.iter().any(|card| card.code_hash == *hash) {
                problems.add(within("giftCards", place, Problem::at("code", Code::NotFound)));
            }
            continue;
        };
        match check(tx, &card, *asked_minor, currency) {
            Some(problem) => problems.add(within("giftCards", place, problem)),
            None => usable.push(Usable {
                place,
                most_minor: asked_minor.unwrap_or(card.balance_minor),
                is_exact: asked_minor.is_some(),
                card,
            }),
        }
    }
    Ok(usable)
}

/// Why a card cannot pay.
fn check(
    tx: &OrgTx,
    card: &gift_card::Model,
    asked_minor: Option<i64>,
    currency: Option<Currency>,
) -> Option<Problem> {
    let at = |code| Problem::at("code", code);
    if !card.is_active {
        return Some(at(Code::GiftCardInactive));
    }
    if let Some(end) = card.expires_at.filter(|end| *end <= tx.now()) {
        return Some(at(Code::GiftCardExpired).with("expiredAt", crate::moment(end)));
    }
    let currency = currency?;
    if card.currency != currency.code() {
        let mismatch = at(Code::GiftCardCurrencyMismatch);
        return Some(
            mismatch
                .with("expected", currency.code())
                .with("found", card.currency.clone()),
        );
    }
    if card.balance_minor < asked_minor.unwrap_or(1) {
        let field = if asked_minor.is_some() { "amount" } else { "code" };
        let insufficient = Problem::at(field, Code::GiftCardInsufficient);
        return Some(insufficient.with("available", decimal(card.balance_minor, currency)));
    }
    None
}

/// Pays a total from the cards, and says what is left to pay. More than is left to pay cannot be asked of a card.
pub(super) fn pay(
    total_minor: i64,
    cards: Vec<Usable>,
    currency: Currency,
    problems: &mut Problems,
) -> Result<(Vec<QuotedGiftCard>, i64), Failure> {
    let most: Vec<i64> = cards.iter().map(|card| card.most_minor).collect();
    let tendered = tender(total_minor, &most).map_err(|_range| Failure::Defect("a negative balance"))?;
    let mut paying = Vec::with_capacity(cards.len());
    for (card, amount_minor) in cards.into_iter().zip(tendered.gift_cards) {
        let Usable {
            place,
            card,
            most_minor,
            is_exact,
        } = card;
        if is_exact && amount_minor < most_minor {
            let problem = Problem::at("amount", Code::OutOfRange).with("min", decimal(0, currency));
            let problem = problem.with("max", decimal(amount_minor, currency));
            problems.add(within("giftCards", place, problem));
        }
        if amount_minor > 0 {
            paying.push(QuotedGiftCard {
                gift_card: card,
                amount_minor,
            });
        }
    }
    Ok((paying, tendered.due))
}
