//! The offers of a cart: those with a code that was given, and those that apply by themselves.

use super::{NotApplied, NotAppliedReason, OfferToUse, lines::ListedLine};
use crate::{offer::may_be_code, pricing::discount, window::valid_at};
use authz::actions::Shop;
use chrono::{DateTime, Utc};
use entities::{
    offer::{self, Column, DiscountKind},
    offer_use,
};
use kernel::{Code, Currency, OfferId, Problem, Problems, Rate, within};
use sea_orm::{ColumnTrait, Condition};
use std::collections::{BTreeMap, BTreeSet};
use store::{Failure, Granted, OrgTx};

/// The offers that count for the cart, locked, and those that do not.
#[derive(Default)]
pub(super) struct Offers {
    pub(super) entitled: Vec<OfferToUse>,
    pub(super) not_applied: Vec<NotApplied>,
}

/// What was asked for by code, and what may apply by itself.
pub(super) async fn candidates(tx: &OrgTx, codes: &[String]) -> Result<Vec<offer::Model>, Failure> {
    let by_itself = Condition::all()
        .add(Column::Code.is_null())
        .add(Column::IsActive.eq(true))
        .add(valid_at(Column::StartsAt, Column::EndsAt, tx.now()));
    let possible = codes.iter().map(String::as_str).filter(|code| may_be_code(code));
    let by_code = Column::Code.is_in(possible);
    Ok(tx
        .find_for_rule::<offer::Entity>()
        .filter(Condition::any().add(by_itself).add(by_code))
        .all()
        .await?)
}

/// Finds and locks the offers, one after the other in the order of their ids, so that two carts never wait for each
/// other. What is decided here is decided on locked rows: until the transaction ends nobody else uses these offers.
pub(super) async fn find(
    tx: &OrgTx,
    buyer: &Granted<Shop>,
    (codes, candidates): (&[String], &[offer::Model]),
    lines: &[ListedLine],
    currency: Option<Currency>,
    problems: &mut Problems,
) -> Result<Offers, Failure> {
    let mut candidates: Vec<OfferId> = candidates
        .iter()
        .filter(|offer| offer.code.is_some() || unfit(offer, lines, currency).is_none())
        .map(|offer| offer.id)
        .collect();
    candidates.sort_unstable();
    let mut offers = Offers::default();
    let mut refused = BTreeMap::new();
    let mut known = BTreeSet::new();
    for id in candidates {
        let locked = tx
            .load_entailed::<Shop, offer::Entity>(buyer, Column::Id.eq(id))
            .await?;
        let Some(locked) = locked.into_iter().next() else {
            continue;
        };
        let given = locked
            .code
            .as_ref()
            .and_then(|code| codes.iter().position(|given| given == code));
        if locked.code.is_some() && given.is_none() {
            // Its code was changed in this moment.
            continue;
        }
        known.extend(locked.code.clone());
        let hindrance = hindrance(tx, buyer, &locked).await?;
        match (given, hindrance) {
            (Some(place), Some(hindrance)) => {
                refused.insert(place, hindrance.problem());
            }
            (None, Some(hindrance)) => {
                let offer = locked.clone();
                let silent = hindrance.silent();
                offers
                    .not_applied
                    .extend(silent.map(|reason| NotApplied { offer, reason }));
            }
            (given, None) => match unfit(&locked, lines, currency) {
                None => offers.entitled.push(locked),
                // Nobody has to know about an offer for something else, unless they asked.
                Some(reason) if given.is_some() => offers.not_applied.push(NotApplied {
                    offer: locked.clone(),
                    reason,
                }),
                Some(_) => {}
            },
        }
    }
    for (place, code) in codes.iter().enumerate() {
        let unknown = (!known.contains(code)).then(|| Problem::new(Code::OfferNotFound));
        if let Some(problem) = refused.remove(&place).or(unknown) {
            problems.add(within("offerCodes", place, problem));
        }
    }
    Ok(offers)
}

/// What keeps the buyer from using an offer now.
enum Hindrance {
    NotActive,
    NotBegun(DateTime<Utc>),
    Ended(DateTime<Utc>),
    Exhausted(i32),
    AlreadyUsed(i32),
}

impl Hindrance {
    /// The refusal, where the offer was asked for.
    fn problem(self) -> Problem {
        match self {
            Self::NotActive => Problem::new(Code::OfferNotActive),
            Self::NotBegun(from) => Problem::new(Code::OfferNotActive).with("startsAt", crate::moment(from)),
            Self::Ended(at) => Problem::new(Code::OfferExpired).with("endedAt", crate::moment(at)),
            Self::Exhausted(max) => Problem::new(Code::CouponExhausted).with("max", max),
            Self::AlreadyUsed(max) => Problem::new(Code::OfferAlreadyUsed).with("max", max),
        }
    }

    /// The explanation, where the offer would have applied by itself.
    fn silent(&self) -> Option<NotAppliedReason> {
        match self {
            Self::NotActive | Self::NotBegun(_) | Self::Ended(_) => None,
            Self::Exhausted(_) => Some(NotAppliedReason::Exhausted),
            Self::AlreadyUsed(_) => Some(NotAppliedReason::AlreadyUsed),
        }
    }
}

async fn hindrance(
    tx: &OrgTx,
    buyer: &Granted<Shop>,
    offer: &offer::Model,
) -> Result<Option<Hindrance>, Failure> {
    if !offer.is_active {
        return Ok(Some(Hindrance::NotActive));
    }
    if offer.starts_at > tx.now() {
        return Ok(Some(Hindrance::NotBegun(offer.starts_at)));
    }
    if let Some(end) = offer.ends_at.filter(|end| *end <= tx.now()) {
        return Ok(Some(Hindrance::Ended(end)));
    }
    if let Some(max) = offer.max_uses.filter(|max| offer.uses >= *max) {
        return Ok(Some(Hindrance::Exhausted(max)));
    }
    if let Some(max) = offer.max_uses_per_member {
        let used = tx
            .find_for_rule::<offer_use::Entity>()
            .filter(
                Condition::all()
                    .add(offer_use::Column::OfferId.eq(offer.id))
                    .add(offer_use::Column::MemberId.eq(buyer.id))
                    .add(offer_use::Column::IsReleased.eq(false)),
            )
            .count()
            .await?;
        if used >= u64::from(max.unsigned_abs()) {
            return Ok(Some(Hindrance::AlreadyUsed(max)));
        }
    }
    Ok(None)
}

/// Why an offer has nothing to do with a cart.
fn unfit(offer: &offer::Model, lines: &[ListedLine], currency: Option<Currency>) -> Option<NotAppliedReason> {
    let other_product = |of| lines.iter().all(|line| line.product.id != of);
    if offer.product_id.is_some_and(other_product) {
        return Some(NotAppliedReason::OtherProduct);
    }
    match (&offer.currency, currency) {
        (Some(own), Some(currency)) if own != currency.code() => Some(NotAppliedReason::OtherCurrency),
        (Some(_) | None, Some(_) | None) => None,
    }
}

/// The offers as the arithmetic knows them. Their age is the order in which they were made.
pub(super) fn for_pricing(
    offers: &[OfferToUse],
    lines: &[ListedLine],
) -> Result<Vec<discount::Offer>, Failure> {
    let mut by_age: Vec<(DateTime<Utc>, OfferId)> =
        offers.iter().map(|offer| (offer.created_at, offer.id)).collect();
    by_age.sort_unstable();
    let ages: BTreeMap<OfferId, i64> = (0..).zip(by_age).map(|(age, (_at, id))| (id, age)).collect();
    offers
        .iter()
        .map(|offer| {
            let reduction = match offer.kind {
                DiscountKind::Percentage => offer
                    .percent_ppm
                    .and_then(|ppm| Rate::from_ppm(ppm).ok())
                    .map(discount::Reduction::Percentage),
                DiscountKind::Fixed => offer.amount_minor.map(discount::Reduction::Fixed),
            };
            Ok(discount::Offer {
                position: offer.position,
                seniority: ages.get(&offer.id).copied().unwrap_or_default(),
                reduction: reduction.ok_or(Failure::Defect("an offer without what it takes off"))?,
                lines: offer.product_id.map(|of| {
                    let lines = lines.iter().enumerate();
                    lines
                        .filter(|(_place, line)| line.product.id == of)
                        .map(|(place, _line)| place)
                        .collect()
                }),
                group: offer.exclusive_group.clone(),
            })
        })
        .collect()
}
