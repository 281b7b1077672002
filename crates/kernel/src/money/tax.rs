//! Tax on a price, and tax within a price.

use super::{MoneyError, Rate, proportion};

/// The tax that comes on top of a net amount: `net × rate`, half up, once per line (rule m2).
pub fn tax_on(net_minor: i64, rate: Rate) -> Result<i64, MoneyError> {
    rate.of(net_minor)
}

/// The tax that a tax-inclusive amount contains: `gross × rate / (100 % + rate)`, half up, once per line (rule m2).
///
/// The net amount is what is left, `gross − tax`, and is never rounded itself, so the two always add up to the price.
pub fn tax_within(gross_minor: i64, rate: Rate) -> Result<i64, MoneyError> {
    let part = i64::from(rate.ppm());
    proportion(gross_minor, part, i64::from(Rate::WHOLE.ppm()) + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ppm(ppm: i32) -> Rate {
        Rate::from_ppm(ppm).unwrap()
    }

    #[test]
    fn tax_on_top_is_rounded_per_line() {
        for (net, rate, tax) in [
            (333, 220_000, 73),
            (2_499, 107_500, 269),
            (10_000, 220_000, 2_200),
            (7_200, 220_000, 1_584),
            (8_667, 220_000, 1_907),
            (4_332, 220_000, 953),
            (12_000, 0, 0),
            (-7_200, 220_000, -1_584),
        ] {
            assert_eq!(tax_on(net, ppm(rate)), Ok(tax), "{net} at {rate}");
        }
    }

    #[test]
    fn tax_within_is_extracted_and_leaves_the_net() {
        for (gross, rate, tax, net) in [
            (9_900, 220_000, 1_785, 8_115),
            (14_800, 100_000, 1_345, 13_455),
            (12_200, 220_000, 2_200, 10_000),
            (100, 1_000_000, 50, 50),
            (100, 0, 0, 100),
            (-9_900, 220_000, -1_785, -8_115),
        ] {
            assert_eq!(tax_within(gross, ppm(rate)), Ok(tax), "{gross} with {rate}");
            assert_eq!(gross - tax, net);
        }
    }
}
