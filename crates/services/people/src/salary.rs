//! Salaries: an amount in the organization's currency, exactly where the kind of compensation has one.

use entities::{employee::CompensationType, organization};
use kernel::{Code, Currency, Money, MoneyError, Problem};
use rust_decimal::Decimal;
use store::{Failure, OrgTx};

/// A salary as a client writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SalaryInput {
    /// The amount, with no more decimals than the currency has.
    pub amount: Decimal,
    /// The ISO 4217 code of the currency, which must be the organization's.
    pub currency: String,
}

/// How somebody is paid, checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Compensation {
    pub(crate) kind: CompensationType,
    pub(crate) salary: Option<Money>,
}

impl Compensation {
    /// Checks the salary that came in `field` against the kind of compensation and the organization's currency.
    pub(crate) fn check(
        field: &'static str,
        kind: CompensationType,
        salary: Option<SalaryInput>,
        currency: Currency,
    ) -> Result<Self, Problem> {
        let salary = match (kind.is_salaried(), salary) {
            (true, Some(salary)) => Some(amount(field, salary, currency)?),
            (true, None) => return Err(Problem::at(field, Code::SalaryRequired)),
            (false, Some(_)) => return Err(Problem::at(field, Code::SalaryNotAllowed)),
            (false, None) => None,
        };
        Ok(Self { kind, salary })
    }

    /// The amount for the column that stores minor units.
    pub(crate) fn minor(self) -> Option<i64> {
        self.salary.map(|salary| salary.minor)
    }

    /// The currency for the column beside it.
    pub(crate) fn currency(self) -> Option<String> {
        self.salary.map(|salary| salary.currency.code().to_owned())
    }
}

/// An amount that came in `field`: not negative, in the expected currency, and no more precise than that.
pub(crate) fn amount(field: &'static str, salary: SalaryInput, expected: Currency) -> Result<Money, Problem> {
    let SalaryInput { amount, currency } = salary;
    let at = |part, code| Problem {
        field: vec![field, part],
        ..Problem::new(code)
    };
    let currency = Currency::parse(&currency).ok_or_else(|| at("currency", Code::UnknownCurrency))?;
    if currency != expected {
        return Err(at("currency", Code::CurrencyMismatch).with("expected", expected.code()));
    }
    if amount < Decimal::ZERO {
        return Err(at("amount", Code::AmountNegative));
    }
    Money::from_decimal(amount, currency).map_err(|error| match error {
        MoneyError::UnknownCurrency => at("currency", Code::UnknownCurrency),
        MoneyError::TooPrecise(decimals) => at("amount", Code::AmountTooPrecise).with("decimals", decimals),
        MoneyError::OutOfRange => at("amount", Code::OutOfRange)
            .with("min", "0")
            .with("max", Money::new(i64::MAX, currency).to_decimal().to_string()),
    })
}

/// The currency of the organization.
pub(crate) async fn organization_currency(tx: &OrgTx) -> Result<Currency, Failure> {
    let organization = tx
        .find_for_rule::<organization::Entity>()
        .one()
        .await?
        .ok_or(Failure::Defect("the organization of a transaction is not there"))?;
    Currency::parse(&organization.currency).ok_or(Failure::Defect("an organization has no known currency"))
}
