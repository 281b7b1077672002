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

/// What to post when a further `amount`, with tax, of a line is refunded, of which `before` went back already (rule m5).
///
/// Of everything refunded by then `tax × refunded / total`, half up, is to be tax and the rest net; the answer is that
/// less what `before` really was. The two differ where a refund was divided after another that has failed since. Whatever
/// the steps, no part is negative, and a line refunded completely has given back exactly its tax and its net. Today's tax
/// rate does not matter (rule m6).
///
/// More than is left of the line, of its tax or of its net, and anything below zero, is [`MoneyError::OutOfRange`].
pub fn refund(line: SoldLine, before: Refunded, amount: i64) -> Result<Refunded, MoneyError> {
    let SoldLine { tax, total } = line;
    if tax < 0 || total < tax || before.net < 0 || before.tax < 0 || amount < 0 {
        return Err(MoneyError::OutOfRange);
    }
    let tax_left = tax - before.tax;
    let net_left = total - tax - before.net;
    if tax_left < 0 || net_left < 0 || tax_left + net_left < amount {
        return Err(MoneyError::OutOfRange);
    }
    let refunded = before.net + before.tax + amount;
    let due = proportion(tax, refunded, total)? - before.tax;
    let tax = due.clamp((amount - net_left).max(0), amount.min(tax_left));
    Ok(Refunded {
        net: amount - tax,
        tax,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn back(net: i64, tax: i64) -> Refunded {
        Refunded { net, tax }
    }

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
        for (line, before, amount, part) in [
            (half, back(0, 0), 4_392, back(3_600, 792)),
            (half, back(3_600, 792), 4_392, back(3_600, 792)),
            (thirds, back(0, 0), 4_067, back(3_334, 733)),
            (thirds, back(3_334, 733), 4_067, back(3_333, 734)),
            (thirds, back(6_667, 1_467), 4_066, back(3_333, 733)),
            (untaxed, back(0, 0), 1, back(1, 0)),
            (untaxed, back(1, 0), 11_999, back(11_999, 0)),
            (SoldLine { tax: 0, total: 0 }, back(0, 0), 0, back(0, 0)),
        ] {
            assert_eq!(refund(line, before, amount), Ok(part), "{amount} of {line:?}");
        }
    }

    /// Also where what went back was divided otherwise than this would have done it.
    #[test]
    fn every_pair_of_steps_adds_up_and_nothing_is_negative() {
        for (tax, total) in [(22, 122), (50, 100), (0, 100), (100, 100), (1, 199)] {
            let line = SoldLine { tax, total };
            for first in 0..=total {
                let fair = refund(line, back(0, 0), first).unwrap();
                for off in [-1, 0, 1] {
                    let one = back(fair.net - off, fair.tax + off);
                    if one.net < 0 || one.tax < 0 || one.tax > tax || one.net > total - tax {
                        continue;
                    }
                    for second in 0..=total - first {
                        let two = refund(line, one, second).unwrap();
                        let both = back(one.net + two.net, one.tax + two.tax);
                        let rest = refund(line, both, total - first - second).unwrap();
                        assert!(two.net >= 0 && two.tax >= 0 && rest.net >= 0 && rest.tax >= 0);
                        assert_eq!(both.tax + rest.tax, tax);
                        assert_eq!(both.net + rest.net, total - tax);
                    }
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
        for (before, amount) in [
            (back(3_600, 792), 4_393),
            (back(3_600, 792), -1),
            (back(-1, 1), 1),
            (back(0, 1_585), 1),
        ] {
            assert_eq!(refund(line, before, amount), Err(MoneyError::OutOfRange));
        }
        assert_eq!(
            refund(SoldLine { tax: 2, total: 1 }, back(0, 0), 1),
            Err(MoneyError::OutOfRange)
        );
    }
}
