//! What is deducted from a sale before it is shared (rule m3).

use entities::fee_schedule::RefundedFeeBearer;
use kernel::{MoneyError, Rate, Share, allocate};

/// The rates in force when the sale was made, from its snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeeRates {
    /// What the platform keeps.
    pub platform: Rate,
    /// The estimate of what the payment provider keeps.
    pub processing: Rate,
    /// The tax that the jurisdiction wants withheld.
    pub withholding: Rate,
}

/// What an order is settled by: the snapshot that is taken when it is placed (rule m6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What is deducted.
    pub rates: FeeRates,
    /// Who bears the processing fee of what is refunded.
    pub refunded_fee_bearer: RefundedFeeBearer,
}

/// Fees of a sale, or the part of them that a refund takes back, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fees {
    /// What the platform keeps.
    pub platform: i64,
    /// The estimate of what the payment provider keeps.
    pub processing: i64,
    /// The tax withheld.
    pub withholding: i64,
}

impl Fees {
    /// All three together.
    pub fn total(&self) -> Result<i64, MoneyError> {
        sum([self.platform, self.processing, self.withholding])
    }

    /// The three in the order of their fields, which is also their order of age in ties.
    pub(crate) fn parts(&self) -> [i64; 3] {
        let Self {
            platform,
            processing,
            withholding,
        } = *self;
        [platform, processing, withholding]
    }

    /// The opposite of [`Fees::parts`].
    pub(crate) fn from_parts(parts: &[i64]) -> Result<Self, MoneyError> {
        match *parts {
            [platform, processing, withholding] => Ok(Self {
                platform,
                processing,
                withholding,
            }),
            _ => Err(MoneyError::OutOfRange),
        }
    }
}

/// A sale after its fees: `gross = fees + net`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    /// What was deducted.
    pub fees: Fees,
    /// What is left to share.
    pub net: i64,
}

/// Deducts the fees from `gross`, the total of a line after discounts and without sales tax (rule m3).
///
/// Each fee is `gross × rate`, rounded half up on its own; `net = gross − fees` is never rounded itself. 100.00 at 5, 3
/// and 8 % gives 5.00, 3.00, 8.00 and net 84.00.
///
/// Three fees that are all rounded up can be more than a tiny amount: half of one cent, twice, is two cents. Then the
/// fees take the whole amount, divided among them by largest remainder with the rates as weights, and net is zero: it is
/// never below. This takes rates close to 100 % together; at 16 % it does not happen.
///
/// What is paid in parts is deducted from everything paid so far, and the part is the difference to what was paid before
/// (rule m5). Where two fees round up on the same minor unit, a part of one or two minor units can have a net below zero;
/// a part of four or more cannot, at the usual rates.
///
/// A negative gross, or rates of more than 100 % together, are [`MoneyError::OutOfRange`]: refunds are calculated from
/// the sale by [`crate::reversal`].
pub fn deduct(gross: i64, rates: &FeeRates) -> Result<Net, MoneyError> {
    let rates = [rates.platform, rates.processing, rates.withholding];
    let together: i64 = rates.iter().map(|rate| i64::from(rate.ppm())).sum();
    if gross < 0 || together > i64::from(Rate::WHOLE.ppm()) {
        return Err(MoneyError::OutOfRange);
    }
    let rounded = rates
        .iter()
        .map(|rate| rate.of(gross))
        .collect::<Result<Vec<i64>, _>>()?;
    let total = rounded.iter().copied().map(i128::from).sum::<i128>();
    let parts = if total > i128::from(gross) {
        let weighed = (0..).zip(&rates);
        let shares: Vec<Share> = weighed
            .map(|(seniority, rate)| Share {
                weight: i64::from(rate.ppm()),
                seniority,
            })
            .collect();
        allocate(gross, &shares)?
    } else {
        rounded
    };
    let fees = Fees::from_parts(&parts)?;
    let net = gross - fees.total()?;
    Ok(Net { fees, net })
}

/// The sum, or [`MoneyError::OutOfRange`].
pub(crate) fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, MoneyError> {
    let add = |total: i64, amount| total.checked_add(amount).ok_or(MoneyError::OutOfRange);
    amounts.into_iter().try_fold(0, add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(platform: i32, processing: i32, withholding: i32) -> FeeRates {
        let rate = |percent: i32| Rate::from_ppm(percent * 10_000).unwrap();
        FeeRates {
            platform: rate(platform),
            processing: rate(processing),
            withholding: rate(withholding),
        }
    }

    #[test]
    fn each_fee_is_rounded_and_net_is_the_rest() {
        for (gross, platform, processing, withholding, net) in [
            (10_000, 500, 300, 800, 8_400),
            (1_399, 70, 42, 112, 1_175),
            (7_200, 360, 216, 576, 6_048),
            (3_333, 167, 100, 267, 2_799),
            (12_000, 600, 360, 960, 10_080),
            (8_667, 433, 260, 693, 7_281),
            (4_332, 217, 130, 347, 3_638),
            (1, 0, 0, 0, 1),
            (0, 0, 0, 0, 0),
        ] {
            let fees = Fees {
                platform,
                processing,
                withholding,
            };
            assert_eq!(deduct(gross, &rates(5, 3, 8)), Ok(Net { fees, net }), "{gross}");
        }
    }

    #[test]
    fn net_is_never_below_zero() {
        let fees = |platform, processing, withholding| Fees {
            platform,
            processing,
            withholding,
        };
        let half = rates(50, 50, 0);
        assert_eq!(
            deduct(1, &half),
            Ok(Net {
                fees: fees(1, 0, 0),
                net: 0
            })
        );
        assert_eq!(
            deduct(3, &half),
            Ok(Net {
                fees: fees(2, 1, 0),
                net: 0
            })
        );
        assert_eq!(
            deduct(1, &rates(20, 20, 60)),
            Ok(Net {
                fees: fees(0, 0, 1),
                net: 0
            })
        );
        for platform in 0..=100 {
            for processing in 0..=100 - platform {
                let withholding = (100 - platform - processing) * (platform % 3) / 2;
                let rates = rates(platform, processing, withholding.min(100 - platform - processing));
                for gross in 0..12 {
                    let after = deduct(gross, &rates).unwrap();
                    assert!(after.net >= 0 && after.fees.parts().iter().all(|fee| *fee >= 0));
                    assert_eq!(after.fees.total().unwrap() + after.net, gross);
                }
            }
        }
    }

    #[test]
    fn parts_of_four_minor_units_never_lower_the_net() {
        let net = |gross| deduct(gross, &rates(5, 3, 8)).unwrap().net;
        assert!((0..1_000).any(|paid| net(paid + 1) < net(paid)));
        assert!((0..10_000).all(|paid| net(paid + 4) >= net(paid)));
    }

    #[test]
    fn negative_sales_and_rates_beyond_the_whole_are_refused() {
        assert_eq!(deduct(-1, &rates(5, 3, 8)), Err(MoneyError::OutOfRange));
        assert_eq!(deduct(100, &rates(50, 50, 1)), Err(MoneyError::OutOfRange));
        assert!(deduct(i64::MAX, &rates(50, 49, 1)).is_ok());
    }
}
