//! What of a line's refund is net and what is tax.

use kernel::{MoneyError, proportion};

/// A part of what a line gives back: `net + tax`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refunded {
    /// Without tax: by this the fees and revenue shares are reversed.
    pub net: i64,
    /// The tax, at the rate of the sale.
    pub tax: i64,
}

/// A line as it was sold, from its snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoldLine {
    /// The tax within the total.
    pub tax: i64,
    /// What the customer owed for the line, with tax.
    pub total: i64,
}

/// What to post when the refunds of a line have grown from `before` to `refunded`, both with tax (rule m5).
///
/// Of everything refunded so far `tax × refunded / total`, half up, is tax and the rest is net; the answer is that less
/// the same for `before`. Whatever the steps, no part is negative, and a line refunded completely has given back exactly
/// its tax and its net. Today's tax rate does not matter (rule m6).
///
/// `refunded` below `before` or above the total, and a tax below zero or above the total, are
/// [`MoneyError::OutOfRange`].
pub fn refund(line: SoldLine, before: i64, refunded: i64) -> Result<Refunded, MoneyError> {
    let SoldLine { tax, total } = line;
    if before < 0 || refunded < before || total < refunded || tax < 0 || total < tax {
        return Err(MoneyError::OutOfRange);
    }
    let tax = proportion(tax, refunded, total)? - proportion(tax, before, total)?;
    Ok(Refunded {
        net: refunded - before - tax,
        tax,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refunds_in_parts_add_up_to_the_line() {
        let half = SoldLine {
            tax: 1_584,
            total: 8_784,
        };
        let thirds = SoldLine {
            tax: 2_200,
            total: 12_200,
        };
        let untaxed = SoldLine {
            tax: 0,
            total: 12_000,
        };
        for (line, before, refunded, net, tax) in [
            (half, 0, 4_392, 3_600, 792),
            (half, 4_392, 8_784, 3_600, 792),
            (thirds, 0, 4_067, 3_334, 733),
            (thirds, 4_067, 8_134, 3_333, 734),
            (thirds, 8_134, 12_200, 3_333, 733),
            (untaxed, 0, 1, 1, 0),
            (untaxed, 1, 12_000, 11_999, 0),
            (SoldLine { tax: 0, total: 0 }, 0, 0, 0, 0),
        ] {
            assert_eq!(
                refund(line, before, refunded),
                Ok(Refunded { net, tax }),
                "{refunded} of {line:?}"
            );
        }
    }

    #[test]
    fn every_pair_of_steps_adds_up_and_nothing_is_negative() {
        for (tax, total) in [(22, 122), (50, 100), (0, 100), (100, 100), (1, 199)] {
            let line = SoldLine { tax, total };
            for first in 0..=total {
                for second in first..=total {
                    let steps = [(0, first), (first, second), (second, total)];
                    let parts = steps.map(|(before, refunded)| refund(line, before, refunded).unwrap());
                    assert!(parts.iter().all(|part| part.net >= 0 && part.tax >= 0));
                    assert_eq!(parts.iter().map(|part| part.tax).sum::<i64>(), tax);
                    assert_eq!(parts.iter().map(|part| part.net).sum::<i64>(), total - tax);
                }
            }
        }
    }

    #[test]
    fn more_than_was_sold_is_refused() {
        let line = SoldLine {
            tax: 1_584,
            total: 8_784,
        };
        for (before, refunded) in [(4_392, 8_785), (4_392, 4_391), (-1, 0)] {
            assert_eq!(refund(line, before, refunded), Err(MoneyError::OutOfRange));
        }
        assert_eq!(
            refund(SoldLine { tax: 2, total: 1 }, 0, 1),
            Err(MoneyError::OutOfRange)
        );
    }
}
