//! ISO 4217 currencies and the size of their minor unit.

use super::MoneyError;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_is_the_currency_s_own() {
        let of = |code| Currency::parse(code).map(Currency::exponent);
        assert_eq!((of("EUR"), of("JPY"), of("BHD")), (Some(2), Some(0), Some(3)));
        assert_eq!((of("XAU"), of("eur"), of("")), (None, None, None));
    }
}
