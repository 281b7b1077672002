//! Sales tax of a line, and of lines together.

use entities::organization::TaxRounding;
use kernel::{MoneyError, Rate, Share, allocate, tax_on, tax_within};

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

/// The taxes of the lines of an order, in their order.
///
/// Rounded line by line, each has its own. Rounded once, the tax of all lines whose prices have the same basis is rounded
/// half up and spread over them in proportion to their amounts by largest remainder (rule m4): 22 % of three times 3.33
/// are 2.20, and the lines have 0.74, 0.73 and 0.73 of it.
pub fn taxes(lines: &[(i64, Basis)], rate: Rate, rounding: TaxRounding) -> Result<Vec<Taxed>, MoneyError> {
    match rounding {
        TaxRounding::Line => lines
            .iter()
            .map(|(amount, basis)| tax(*amount, rate, *basis))
            .collect(),
        TaxRounding::Order => together(lines, rate),
    }
}

fn together(lines: &[(i64, Basis)], rate: Rate) -> Result<Vec<Taxed>, MoneyError> {
    let mut taxed = vec![Taxed::default(); lines.len()];
    for basis in [Basis::Exclusive, Basis::Inclusive] {
        let alike = || {
            lines
                .iter()
                .enumerate()
                .filter(move |(_place, line)| line.1 == basis)
        };
        let mut whole = 0_i64;
        let mut shares = Vec::new();
        for (seniority, (_place, (amount, _basis))) in (0..).zip(alike()) {
            whole = whole.checked_add(*amount).ok_or(MoneyError::OutOfRange)?;
            shares.push(Share {
                weight: *amount,
                seniority,
            });
        }
        let parts = allocate(tax(whole, rate, basis)?.tax, &shares)?;
        for ((place, (amount, _basis)), part) in alike().zip(parts) {
            let (net, total) = match basis {
                Basis::Exclusive => (*amount, amount.checked_add(part).ok_or(MoneyError::OutOfRange)?),
                Basis::Inclusive => (amount - part, *amount),
            };
            if let Some(line) = taxed.get_mut(place) {
                *line = Taxed {
                    net,
                    tax: part,
                    total,
                };
            }
        }
    }
    Ok(taxed)
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

    #[test]
    fn an_order_is_rounded_line_by_line_or_at_once() {
        let rate = Rate::from_ppm(220_000).unwrap();
        let taxes_of = |lines: &[(i64, Basis)], rounding| -> Vec<i64> {
            let taxed = taxes(lines, rate, rounding).unwrap();
            for ((amount, basis), line) in lines.iter().zip(&taxed) {
                assert_eq!(line.net + line.tax, line.total);
                let kept = if *basis == Basis::Exclusive {
                    line.net
                } else {
                    line.total
                };
                assert_eq!(kept, *amount);
            }
            taxed.iter().map(|line| line.tax).collect()
        };
        // E-T1
        let three = [(333, Basis::Exclusive); 3];
        assert_eq!(taxes_of(&three, TaxRounding::Line), [73, 73, 73]);
        assert_eq!(taxes_of(&three, TaxRounding::Order), [74, 73, 73]);
        // Each basis is rounded for itself, wherever its lines stand.
        let mixed = [
            (333, Basis::Exclusive),
            (9_900, Basis::Inclusive),
            (333, Basis::Exclusive),
            (0, Basis::Inclusive),
            (333, Basis::Exclusive),
        ];
        assert_eq!(taxes_of(&mixed, TaxRounding::Order), [74, 1_785, 73, 0, 73]);
        assert_eq!(taxes_of(&[], TaxRounding::Order), [0; 0]);
        assert_eq!(taxes_of(&[(0, Basis::Exclusive); 2], TaxRounding::Order), [0, 0]);
    }
}
