//! Making the next version of a jurisdiction's rate.

use crate::{actor, changes::incomplete, jurisdiction, window};
use authz::actions;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    tax_rate::{self, Column},
};
use kernel::{Code, MoneyError, Problem, Problems, Rate, TextLimits, line};
use rust_decimal::Decimal;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, Order};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx, StoreError};

/// A new version of a rate.
#[derive(Clone, Debug)]
pub struct CreateTaxRate {
    /// ISO 3166-1 alpha-2 code of the country, or ISO 3166-2 of a part of it.
    pub jurisdiction: String,
    /// The name on invoices, such as `VAT`.
    pub name: String,
    /// The rate in percent; 0 is a rate too.
    pub percent: Decimal,
    /// From when on; none: now. It may lie in the past, because laws are older than what is entered here; orders that
    /// were placed meanwhile stay what they are.
    pub valid_from: Option<DateTime<Utc>>,
}

/// Makes the first version of a jurisdiction's rate, or the next one, which ends the one before.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `INVALID_FORMAT`, `OUT_OF_RANGE`, `AMOUNT_TOO_PRECISE`, and `BEGINS_TOO_EARLY`
/// where the version before it begins at the same moment or later.
pub async fn create_tax_rate(tx: &OrgTx, input: CreateTaxRate) -> Result<tax_rate::Model, Failure> {
    tx.may_create::<actions::CreateTaxRate>()?;
    let by = actor::employee(tx)?;
    let CreateTaxRate {
        jurisdiction,
        name,
        percent,
        valid_from,
    } = input;
    let mut problems = Problems::default();
    let jurisdiction = problems.take(jurisdiction::parse("jurisdiction", &jurisdiction));
    let name = problems.take(line("name", &name, TextLimits::NAME));
    let rate = problems.take(rate("percent", percent));
    problems.into_result()?;
    let (Some(jurisdiction), Some(name), Some(rate)) = (jurisdiction, name, rate) else {
        return Err(incomplete());
    };
    let from = valid_from.map_or(tx.now(), window::stored);

    let latest = end_latest(tx, &jurisdiction, from).await?;
    let row = tax_rate::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        jurisdiction: Set(jurisdiction),
        name: Set(name),
        version: Set(latest.as_ref().map_or(1, |latest| latest.version + 1)),
        rate_ppm: Set(rate.ppm()),
        valid_from: Set(from),
        valid_to: Set(None),
        by_employee_id: Set(by),
        created_at: Set(tx.now()),
    };
    let made = tx
        .create::<actions::CreateTaxRate>(row)
        .await
        .map_err(somebody_was_faster)?;
    let mut event = NewEvent::new(EventAction::TaxRateCreated, made.id).after(told(&made));
    if let Some(latest) = latest {
        event = event.before(told(&latest));
    }
    tx.emit(event).await?;
    Ok(made)
}

/// Ends the latest version at the moment the next one begins. Nothing, where there is none yet.
async fn end_latest(
    tx: &OrgTx,
    jurisdiction: &str,
    from: DateTime<Utc>,
) -> Result<Option<tax_rate::Model>, Failure> {
    let latest = tx
        .find::<tax_rate::Entity>()
        .filter(Column::Jurisdiction.eq(jurisdiction))
        .order_by(Column::Version, Order::Desc)
        .limit(1)
        .one()
        .await?;
    let Some(latest) = latest else { return Ok(None) };
    let granted = tx
        .load_for::<actions::ReplaceTaxRate>("jurisdiction", latest.id)
        .await?;
    if granted.valid_from >= from {
        return Err(Problem::at("validFrom", Code::BeginsTooEarly)
            .with("after", crate::moment(granted.valid_from))
            .into());
    }
    let before = granted.clone();
    tx.update(granted, |row| row.valid_to = Set(Some(from))).await?;
    Ok(Some(before))
}

/// Somebody else has made the same version meanwhile: the whole transaction is repeated and makes the next one.
fn somebody_was_faster(failure: Failure) -> Failure {
    if let Failure::Store(error) = &failure
        && error.is_about("version")
    {
        let busy = DbErr::Custom("the version is being made right now".to_owned());
        return StoreError::Busy(busy).into();
    }
    failure
}

fn told(rate: &tax_rate::Model) -> serde_json::Value {
    json!({
        "jurisdiction": rate.jurisdiction,
        "name": rate.name,
        "version": rate.version,
        "percent": Rate::from_ppm(rate.rate_ppm).unwrap_or_default().to_percent().to_string(),
        "validFrom": crate::moment(rate.valid_from),
        "byEmployeeId": rate.by_employee_id.to_string(),
    })
}

fn rate(field: &'static str, percent: Decimal) -> Result<Rate, Problem> {
    Rate::from_percent(percent).map_err(|error| match error {
        MoneyError::TooPrecise(decimals) => {
            Problem::at(field, Code::AmountTooPrecise).with("decimals", decimals)
        }
        MoneyError::OutOfRange | MoneyError::UnknownCurrency => Problem::at(field, Code::OutOfRange)
            .with("min", "0")
            .with("max", "100"),
    })
}
