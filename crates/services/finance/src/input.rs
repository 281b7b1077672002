//! What the commands have in common.

use chrono::{DateTime, SecondsFormat, Utc};
use kernel::{Code, EmployeeId, MoneyError, Problem, Rate, percent};
use rust_decimal::Decimal;
use store::{Failure, OrgTx};

/// A rate from a percentage, between `min` and the whole.
pub(crate) fn rate(field: &'static str, text: Decimal, min: Rate) -> Result<Rate, Problem> {
    let out_of_range = || {
        Problem::at(field, Code::OutOfRange)
            .with("min", min.to_percent().to_string())
            .with("max", Rate::WHOLE.to_percent().to_string())
    };
    let rate = Rate::from_percent(text).map_err(|error| match error {
        MoneyError::TooPrecise(decimals) => {
            Problem::at(field, Code::PercentTooPrecise).with("decimals", decimals)
        }
        MoneyError::OutOfRange | MoneyError::UnknownCurrency => out_of_range(),
    })?;
    if rate < min { Err(out_of_range()) } else { Ok(rate) }
}

/// A percentage as it is told: `85.00`.
pub(crate) fn told(ppm: i64) -> String {
    percent(ppm).to_string()
}

/// A moment as it is told.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The employee who acts. Deciding who earns what is work, so an operator or a mere member cannot do it.
pub(crate) fn employee(tx: &OrgTx) -> Result<EmployeeId, Failure> {
    tx.access()
        .employee()
        .ok_or_else(|| Problem::new(Code::EmployeeRequired).into())
}
