//! Making an offer.

use super::{code, group, position, uses};
use crate::{amount::MoneyInput, changes::incomplete, window};
use authz::actions;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    offer::{self, DiscountKind},
    product,
};
use kernel::{Code, Money, MoneyError, Problem, Problems, ProductId, Rate, TextLimits, line};
use rust_decimal::Decimal;
use sea_orm::{ActiveValue::Set, ColumnTrait, Order};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// A new offer. It takes off either a percentage or an amount.
#[derive(Clone, Debug)]
pub struct CreateOffer {
    /// The name shown.
    pub name: String,
    /// The code by which it is asked for; none: it applies by itself.
    pub code: Option<String>,
    /// The part of the price it takes off, in percent.
    pub percent: Option<Decimal>,
    /// The amount it takes off.
    pub amount: Option<MoneyInput>,
    /// The only product it is for; none: all.
    pub product_id: Option<ProductId>,
    /// Of the offers with the same word here only the best one counts.
    pub exclusive_group: Option<String>,
    /// The order in which offers are applied, smallest first; none: after all others there are.
    pub position: Option<i32>,
    /// From when on it can be used; none: now.
    pub starts_at: Option<DateTime<Utc>>,
    /// Until when it can be used.
    pub ends_at: Option<DateTime<Utc>>,
    /// How many orders may use it.
    pub max_uses: Option<i32>,
    /// How many orders of one member may use it.
    pub max_uses_per_member: Option<i32>,
}

/// Makes an offer that can be used at once, or from the moment it starts.
///
/// Refuses with `EXACTLY_ONE`, `OFFER_CODE_TAKEN`, `IN_THE_PAST`, `OUT_OF_RANGE`, `NOT_FOUND` and the reasons of amounts.
pub async fn create_offer(tx: &OrgTx, input: CreateOffer) -> Result<offer::Model, Failure> {
    tx.may_create::<actions::CreateOffer>()?;
    let mut problems = Problems::default();
    let last = last_position(tx).await?;
    let checked = check(tx, input, last, &mut problems);
    problems.into_result()?;
    let row = checked.ok_or_else(incomplete)?;
    if let Some(id) = row.product_id.clone().take().flatten() {
        let product = tx.find::<product::Entity>().filter(product::Column::Id.eq(id));
        product.one().await?.ok_or(Failure::NotFound("productId"))?;
    }
    let offer = tx
        .create::<actions::CreateOffer>(row)
        .await
        .map_err(|failure| failure.when_taken("code", || Problem::at("code", Code::OfferCodeTaken)))?;
    tx.emit(NewEvent::new(EventAction::OfferCreated, offer.id).after(json!({
        "name": offer.name,
        "code": offer.code,
        "kind": offer.kind,
        "percent": offer.percent_ppm.and_then(|ppm| Rate::from_ppm(ppm).ok()).map(|rate| rate.to_percent().to_string()),
        "amountMinor": offer.amount_minor,
        "currency": offer.currency,
        "productId": offer.product_id.map(|id| id.to_string()),
        "maxUses": offer.max_uses,
        "maxUsesPerMember": offer.max_uses_per_member,
        "startsAt": crate::moment(offer.starts_at),
        "endsAt": offer.ends_at.map(crate::moment),
    })))
    .await?;
    Ok(offer)
}

/// The last position that an offer of the organization has.
async fn last_position(tx: &OrgTx) -> Result<i32, Failure> {
    let last = tx.find_for_rule::<offer::Entity>();
    let last = last
        .order_by(offer::Column::Position, Order::Desc)
        .limit(1)
        .one()
        .await?;
    Ok(last.map_or(0, |offer| offer.position))
}

fn check(tx: &OrgTx, input: CreateOffer, last: i32, problems: &mut Problems) -> Option<offer::ActiveModel> {
    let CreateOffer {
        name,
        code,
        percent,
        amount,
        product_id,
        exclusive_group,
        position: place,
        starts_at,
        ends_at,
        max_uses,
        max_uses_per_member,
    } = input;
    let name = problems.take(line("name", &name, TextLimits::NAME));
    let code = problems.take(code.map(|text| code::check("code", &text)).transpose());
    let discount = discount(percent, amount.as_ref(), problems);
    let group = problems.take(exclusive_group.map_or(Ok(None), |text| group(&text)));
    let place = problems.take(position(place.unwrap_or_else(|| super::MOST.min(last + 1))));
    let starts_at = starts_at.map_or(tx.now(), window::stored);
    let ends_at = problems.take(ends_at.map(|at| window::future(tx, "endsAt", at)).transpose());
    if let Some(Some(end)) = ends_at {
        problems.require(end > starts_at, || {
            Problem::at("endsAt", Code::EndsTooEarly).with("after", crate::moment(starts_at))
        });
    }
    let max_uses = problems.take(max_uses.map(|max| uses("maxUses", max)).transpose());
    let per_member = max_uses_per_member.map(|max| uses("maxUsesPerMember", max));
    let per_member = problems.take(per_member.transpose());
    let (kind, percent, amount) = discount?;
    Some(offer::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        name: Set(name?),
        code: Set(code?),
        kind: Set(kind),
        percent_ppm: Set(percent.map(Rate::ppm)),
        amount_minor: Set(amount.map(|amount| amount.minor)),
        currency: Set(amount.map(|amount| amount.currency.code().to_owned())),
        product_id: Set(product_id),
        exclusive_group: Set(group?),
        position: Set(place?),
        starts_at: Set(starts_at),
        ends_at: Set(ends_at?),
        max_uses: Set(max_uses?),
        max_uses_per_member: Set(per_member?),
        uses: Set(0),
        is_active: Set(true),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
}

type Discount = (DiscountKind, Option<Rate>, Option<Money>);

fn discount(
    percent: Option<Decimal>,
    amount: Option<&MoneyInput>,
    problems: &mut Problems,
) -> Option<Discount> {
    match (percent, amount) {
        (Some(percent), None) => {
            let rate = problems.take(rate("percent", percent))?;
            Some((DiscountKind::Percentage, Some(rate), None))
        }
        (None, Some(amount)) => {
            let amount = problems.take(amount.check("amount", 1))?;
            Some((DiscountKind::Fixed, None, Some(amount)))
        }
        (None, None) | (Some(_), Some(_)) => {
            let fields = json!(["percent", "amount"]);
            problems.add(Problem::new(Code::ExactlyOne).with("fields", fields));
            None
        }
    }
}

/// A part of the price that is not nothing.
fn rate(field: &'static str, percent: Decimal) -> Result<Rate, Problem> {
    let out_of_range = || {
        Problem::at(field, Code::OutOfRange)
            .with("min", "0.0001")
            .with("max", "100")
    };
    match Rate::from_percent(percent) {
        Ok(rate) if rate > Rate::ZERO => Ok(rate),
        Err(MoneyError::TooPrecise(decimals)) => {
            Err(Problem::at(field, Code::AmountTooPrecise).with("decimals", decimals))
        }
        Ok(_) | Err(MoneyError::OutOfRange | MoneyError::UnknownCurrency) => Err(out_of_range()),
    }
}
