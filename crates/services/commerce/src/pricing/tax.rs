//! Sales tax of a line.

use kernel::{MoneyError, Rate, tax_on, tax_within};

/// Whether prices contain their tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The tax comes on top of the price.
    Exclusive,
    /// The price contains the tax.
    Inclusive,
}

/// A line with its tax: `net + tax = total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taxed {
    /// Without tax: what fees and revenue shares are calculated from (rule m3).
    pub net: i64,
    /// The tax, a liability and never revenue.
    pub tax: i64,
    /// What the customer owes for the line, whatever the tender (rule m8).
    pub total: i64,
}

/// The tax of one line, from its amount after discounts, rounded half up once (rule m2).
///
/// Taxes of an order are the sum of its lines: three lines of 3.33 at 22 % have 0.73 each, 2.19 together, although 22 %
/// of 9.99 would be 2.20.
pub fn tax(amount: i64, rate: Rate, basis: Basis) -> Result<Taxed, MoneyError> {
    if amount < 0 {
        return Err(MoneyError::OutOfRange);
    }
    match basis {
        Basis::Exclusive => {
            let tax = tax_on(amount, rate)?;
            let total = amount.checked_add(tax).ok_or(MoneyError::OutOfRange)?;
            Ok(Taxed {
                net: amount,
                tax,
                total,
            })
        }
        Basis::Inclusive => {
            let tax = tax_within(amount, rate)?;
            Ok(Taxed {
                net: amount - tax,
                tax,
                total: amount,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_comes_on_top_or_out_of_the_price() {
        for (amount, ppm, basis, net, tax_of_it, total) in [
            (333, 220_000, Basis::Exclusive, 333, 73, 406),
            (2_499, 107_500, Basis::Exclusive, 2_499, 269, 2_768),
            (7_200, 220_000, Basis::Exclusive, 7_200, 1_584, 8_784),
            (12_000, 0, Basis::Exclusive, 12_000, 0, 12_000),
            (9_900, 220_000, Basis::Inclusive, 8_115, 1_785, 9_900),
            (14_800, 100_000, Basis::Inclusive, 13_455, 1_345, 14_800),
            (0, 220_000, Basis::Inclusive, 0, 0, 0),
        ] {
            let rate = Rate::from_ppm(ppm).unwrap();
            assert_eq!(
                tax(amount, rate, basis),
                Ok(Taxed {
                    net,
                    tax: tax_of_it,
                    total
                })
            );
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(tax(-1, Rate::ZERO, Basis::Exclusive), Err(MoneyError::OutOfRange));
        assert_eq!(
            tax(i64::MAX, Rate::WHOLE, Basis::Exclusive),
            Err(MoneyError::OutOfRange)
        );
        assert!(tax(i64::MAX, Rate::WHOLE, Basis::Inclusive).is_ok());
    }
}
