//! Amounts as clients write them, and as they are told.

use kernel::{Code, Currency, Money, MoneyError, Problem};
use rust_decimal::Decimal;

/// The largest price, gift card or fixed discount, in minor units: a thousand million with two decimals.
pub(crate) const LARGEST: i64 = 100_000_000_000;

/// The largest total of a cart, in minor units. Far below what the books could no longer add up.
pub(crate) const LARGEST_TOTAL: i64 = 1_000_000_000_000;

/// An amount in its decimal form, with the decimals of its currency.
pub(crate) fn decimal(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).to_decimal().to_string()
}

/// A currency by its code.
pub(crate) fn currency(field: &'static str, code: &str) -> Result<Currency, Problem> {
    Currency::parse(code).ok_or_else(|| Problem::at(field, Code::UnknownCurrency))
}

/// An amount between `min` and [`LARGEST`] minor units.
pub(crate) fn minor(
    field: &'static str,
    amount: Decimal,
    currency: Currency,
    min: i64,
) -> Result<i64, Problem> {
    let out_of_range = || {
        Problem::at(field, Code::OutOfRange)
            .with("min", decimal(min, currency))
            .with("max", decimal(LARGEST, currency))
    };
    if amount < Decimal::ZERO {
        return Err(Problem::at(field, Code::AmountNegative));
    }
    let money = Money::from_decimal(amount, currency).map_err(|error| match error {
        MoneyError::UnknownCurrency => Problem::at(field, Code::UnknownCurrency),
        MoneyError::TooPrecise(decimals) => {
            Problem::at(field, Code::AmountTooPrecise).with("decimals", decimals)
        }
        MoneyError::OutOfRange => out_of_range(),
    })?;
    if (min..=LARGEST).contains(&money.minor) {
        Ok(money.minor)
    } else {
        Err(out_of_range())
    }
}

/// An amount as a client writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyInput {
    /// The amount, with no more decimals than the currency has.
    pub amount: Decimal,
    /// The ISO 4217 code of the currency.
    pub currency: String,
}

impl MoneyInput {
    /// The amount that came in `field`, between `min` and [`LARGEST`] minor units.
    pub(crate) fn check(&self, field: &'static str, min: i64) -> Result<Money, Problem> {
        let Self { amount, currency } = self;
        let within = |mut problem: Problem| {
            problem.field.insert(0, field);
            problem
        };
        let currency = self::currency("currency", currency).map_err(within)?;
        let minor = minor("amount", *amount, currency, min).map_err(within)?;
        Ok(Money::new(minor, currency))
    }
}
