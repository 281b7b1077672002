//! An amount: an integer in the minor unit of its currency (rule m1). No floating point.

use super::{Currency, MoneyError};
use rust_decimal::Decimal;

/// An amount in minor units together with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in the currency's minor unit, such as cents.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount from minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// An amount from its decimal form. Trailing zeros are fine, digits beyond the minor unit are not.
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let exponent = currency.exponent();
        let amount = amount.normalize();
        if amount.scale() > exponent {
            return Err(MoneyError::TooPrecise(exponent));
        }
        let factor = Decimal::from(10_i64.pow(exponent));
        let minor = amount.checked_mul(factor).ok_or(MoneyError::OutOfRange)?;
        let minor = i64::try_from(minor).map_err(|_range| MoneyError::OutOfRange)?;
        Ok(Self { minor, currency })
    }

    /// The decimal form with exactly the currency's decimals: `100.00 EUR`, `100 JPY`.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn eur(text: &str) -> Result<Money, MoneyError> {
        Money::from_decimal(Decimal::from_str(text).unwrap_or_default(), Currency::EUR)
    }

    #[test]
    fn decimal_and_minor_units_agree() {
        assert_eq!(eur("100.00"), Ok(Money::new(10_000, Currency::EUR)));
        assert_eq!(eur("0.5"), Ok(Money::new(50, Currency::EUR)));
        assert_eq!(eur("1.500"), Ok(Money::new(150, Currency::EUR)));
        assert_eq!(eur("1.505"), Err(MoneyError::TooPrecise(2)));
        assert_eq!(eur("99999999999999999999"), Err(MoneyError::OutOfRange));
        assert_eq!(Money::new(-5, Currency::EUR).to_decimal().to_string(), "-0.05");
    }
}
