//! Rates: fees, taxes, discounts and revenue shares, as a part in millionths.

use super::{MoneyError, proportion};
use rust_decimal::Decimal;

const MILLION: i32 = 1_000_000;
/// One percent is ten thousand millionths, so a percentage has at most four decimals.
const PER_PERCENT: i32 = 10_000;
const DECIMALS: u32 = 4;

/// A part of a whole, between none of it and all of it, in millionths (ppm): 22 % is 220 000.
///
/// Columns named `*_ppm` store [`Rate::ppm`]; people read and write percentages with up to four decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i32);

impl Rate {
    /// 0 %.
    pub const ZERO: Self = Self(0);
    /// 100 %.
    pub const WHOLE: Self = Self(MILLION);

    /// A rate from its stored form, 0 to 1 000 000.
    pub const fn from_ppm(ppm: i32) -> Result<Self, MoneyError> {
        if ppm < 0 || ppm > MILLION {
            return Err(MoneyError::OutOfRange);
        }
        Ok(Self(ppm))
    }

    /// A rate from a percentage: `22`, `10.75`, `0.0001`. Trailing zeros are fine; a fifth decimal is
    /// [`MoneyError::TooPrecise`], anything below 0 or above 100 is [`MoneyError::OutOfRange`].
    pub fn from_percent(percent: Decimal) -> Result<Self, MoneyError> {
        let percent = percent.normalize();
        if percent < Decimal::ZERO || percent > Decimal::ONE_HUNDRED {
            return Err(MoneyError::OutOfRange);
        }
        if percent.scale() > DECIMALS {
            return Err(MoneyError::TooPrecise(DECIMALS));
        }
        let ppm = percent * Decimal::from(PER_PERCENT);
        i32::try_from(ppm)
            .map_err(|_range| MoneyError::OutOfRange)
            .map(Self)
    }

    /// The percentage without trailing zeros: `22`, `10.75`.
    pub fn to_percent(self) -> Decimal {
        Decimal::new(i64::from(self.0), DECIMALS).normalize()
    }

    /// The millionths, for the column.
    pub const fn ppm(self) -> i32 {
        self.0
    }

    /// What is left of the whole: 100 % − the rate.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(MILLION - self.0)
    }

    /// `minor × rate`, rounded half up to the minor unit (rule m2); half away from zero for negative amounts, so that
    /// what is taken back for a refund mirrors what was taken for the sale.
    pub fn of(self, minor: i64) -> Result<i64, MoneyError> {
        proportion(minor, i64::from(self.0), i64::from(MILLION))
    }
}

/// The percentage of so many millionths, which may be more than a whole, with at least two decimals: `85.00`, `15.01`,
/// `0.0001`.
pub fn percent(ppm: i64) -> Decimal {
    let mut percent = Decimal::new(ppm, DECIMALS).normalize();
    if percent.scale() < 2 {
        percent.rescale(2);
    }
    percent
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn percent(text: &str) -> Result<Rate, MoneyError> {
        Rate::from_percent(Decimal::from_str(text).unwrap())
    }

    #[test]
    fn percentages_and_millionths_agree() {
        for (text, ppm, shown) in [
            ("0", 0, "0"),
            ("0.0001", 1, "0.0001"),
            ("10.75", 107_500, "10.75"),
            ("22.000000", 220_000, "22"),
            ("100", 1_000_000, "100"),
        ] {
            let rate = percent(text).unwrap();
            assert_eq!(rate, Rate::from_ppm(ppm).unwrap());
            assert_eq!(rate.ppm(), ppm);
            assert_eq!(rate.to_percent().to_string(), shown);
            assert_eq!(rate.rest().ppm() + ppm, 1_000_000);
        }
    }

    #[test]
    fn percentages_are_shown_with_two_decimals_at_least() {
        for (ppm, shown) in [
            (850_000, "85.00"),
            (150_100, "15.01"),
            (1, "0.0001"),
            (1_200_000, "120.00"),
        ] {
            assert_eq!(super::percent(ppm).to_string(), shown);
        }
    }

    #[test]
    fn only_parts_of_a_whole_with_four_decimals_are_rates() {
        assert_eq!(percent("0.00001"), Err(MoneyError::TooPrecise(4)));
        assert_eq!(percent("-0.0001"), Err(MoneyError::OutOfRange));
        assert_eq!(percent("100.0001"), Err(MoneyError::OutOfRange));
        assert_eq!(
            percent("79228162514264337593543950335"),
            Err(MoneyError::OutOfRange)
        );
        assert_eq!(Rate::from_ppm(-1), Err(MoneyError::OutOfRange));
        assert_eq!(Rate::from_ppm(1_000_001), Err(MoneyError::OutOfRange));
    }

    #[test]
    fn a_rate_of_an_amount_is_rounded_half_up_and_mirrors_refunds() {
        for (text, amount, expected) in [
            ("5", 10_000, 500),
            ("5", 1_399, 70),
            ("3", 1_399, 42),
            ("8", 1_399, 112),
            ("5", 10, 1),
            ("5", 9, 0),
            ("100", i64::MAX, i64::MAX),
            ("0", i64::MAX, 0),
        ] {
            let rate = percent(text).unwrap();
            assert_eq!(rate.of(amount), Ok(expected), "{text} % of {amount}");
            assert_eq!(rate.of(-amount), Ok(-expected), "{text} % of -{amount}");
        }
    }
}
