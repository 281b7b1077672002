//! Amounts of money: an integer in the minor unit of an ISO 4217 currency (rule m1). No floating point.

use rust_decimal::Decimal;
use std::str::FromStr;

/// An ISO 4217 currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The euro, the default of new organizations.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);

    /// Reads a code such as `EUR`. Codes without a minor unit of their own (gold, test codes) are not money here.
    pub fn parse(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        currency.exponent().map(|_| Self(currency))
    }

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals the minor unit has: 2 for EUR, 0 for JPY, 3 for BHD.
    pub fn exponent(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or_default())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(code: &str) -> Result<Self, MoneyError> {
        Self::parse(code).ok_or(MoneyError::UnknownCurrency)
    }
}

/// Why something is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not an ISO 4217 code.
    #[error("unknown currency")]
    UnknownCurrency,
    /// More decimals than the currency has.
    #[error("more than {0} decimals")]
    TooPrecise(u32),
    /// Beyond what can be stored.
    #[error("amount out of range")]
    OutOfRange,
}

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

    #[test]
    fn the_exponent_is_the_currency_s_own() {
        let of = |code| Currency::parse(code).map(Currency::exponent);
        assert_eq!((of("EUR"), of("JPY"), of("BHD")), (Some(2), Some(0), Some(3)));
        assert_eq!((of("XAU"), of("eur"), of("")), (None, None, None));
    }
}
