//! How the net of a sale is shared between those it is attributed to and the organization (rule m4).

use kernel::{MoneyError, Rate, Share, allocate_further};

/// The part of somebody a product is attributed to, from the snapshot of the sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevenueShare {
    /// The part of the net.
    pub rate: Rate,
    /// The place of the attribution by age, smaller is older; each has its own.
    pub seniority: i64,
}

/// Who got how much of a net amount. All parts together are that amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// One amount per revenue share, in their order.
    pub shares: Vec<i64>,
    /// What the organization keeps.
    pub organization: i64,
}

/// Splits `net` by largest remainder (rule m4).
///
/// The organization has what the shares leave of 100 % and takes part like a share, as the youngest of all, so it loses
/// ties against an equal share. 60.48 at 60, 20 and 5 % is 36.29, 12.10, 3.02 and 9.07 for the organization.
///
/// Shares of more than 100 % together, or a negative net, are [`MoneyError::OutOfRange`].
pub fn split(net: i64, shares: &[RevenueShare]) -> Result<Split, MoneyError> {
    let nothing = Split {
        shares: vec![0; shares.len()],
        organization: 0,
    };
    split_further(net, shares, &nothing)
}

/// Splits what has grown to `net`, the installments paid so far, of which `already` was credited: the new totals
/// (rule m5). What to credit now is the difference.
///
/// The totals are those of [`split`] on the whole net, except that nobody's total ever falls: see
/// [`kernel::allocate_further`].
pub fn split_further(net: i64, shares: &[RevenueShare], already: &Split) -> Result<Split, MoneyError> {
    let mut weights = Vec::with_capacity(shares.len() + 1);
    let mut rest = i64::from(Rate::WHOLE.ppm());
    for share in shares {
        let weight = i64::from(share.rate.ppm());
        rest -= weight;
        weights.push(Share {
            weight,
            seniority: share.seniority,
        });
    }
    weights.push(Share {
        weight: rest,
        seniority: i64::MAX,
    });
    let mut before = already.shares.clone();
    before.push(already.organization);
    // A rest below zero is a negative weight, which is refused.
    let mut parts = allocate_further(net, &weights, &before)?;
    let organization = parts.pop().ok_or(MoneyError::OutOfRange)?;
    Ok(Split {
        shares: parts,
        organization,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fees::{FeeRates, deduct};

    fn shares(percents: &[i32]) -> Vec<RevenueShare> {
        (0..)
            .zip(percents)
            .map(|(seniority, percent)| RevenueShare {
                rate: rate(*percent),
                seniority,
            })
            .collect()
    }

    fn rate(percent: i32) -> Rate {
        Rate::from_ppm(percent * 10_000).unwrap()
    }

    #[test]
    fn the_organization_has_the_rest_of_the_whole() {
        let cases: [(i64, &[i32], &[i64], i64); 13] = [
            (8_400, &[70], &[5_880], 2_520),
            (1_175, &[60, 25, 10], &[705, 294, 117], 59),
            (5, &[70], &[4], 1),
            (5, &[30], &[1], 4),
            (5, &[50], &[3], 2),
            (6_048, &[60, 20, 5], &[3_629, 1_210, 302], 907),
            (2_799, &[60, 20, 5], &[1_679, 560, 140], 420),
            (10_080, &[60, 20, 5], &[6_048, 2_016, 504], 1_512),
            (7_281, &[50, 30, 5], &[3_641, 2_184, 364], 1_092),
            (3_638, &[70], &[2_547], 1_091),
            (8_400, &[50], &[4_200], 4_200),
            (100, &[], &[], 100),
            (101, &[50, 50], &[51, 50], 0),
        ];
        for (net, percents, expected, organization) in cases {
            let split = split(net, &shares(percents)).unwrap();
            assert_eq!(
                split,
                Split {
                    shares: expected.to_vec(),
                    organization
                },
                "{net} at {percents:?}"
            );
        }
    }

    #[test]
    fn the_order_of_the_list_does_not_matter() {
        let mut list = shares(&[30, 30, 7]);
        let forward = split(1_001, &list).unwrap();
        list.reverse();
        let mut backward = split(1_001, &list).unwrap();
        backward.shares.reverse();
        assert_eq!(forward, backward);
    }

    #[test]
    fn more_than_the_whole_is_refused() {
        assert_eq!(split(100, &shares(&[60, 41])), Err(MoneyError::OutOfRange));
        assert_eq!(split(-1, &shares(&[60])), Err(MoneyError::OutOfRange));
    }

    /// Installments of 33.33, 33.34 and 33.33: the fees, too, are those of everything paid so far.
    #[test]
    fn installments_add_up_to_the_whole() {
        let rates = FeeRates {
            platform: rate(5),
            processing: rate(3),
            withholding: rate(8),
        };
        let cases: [(&[i32], [&[i64]; 3]); 2] = [
            (
                &[60, 20, 5],
                [
                    &[1_679, 560, 140, 420],
                    &[1_682, 560, 140, 420],
                    &[1_679, 560, 140, 420],
                ],
            ),
            (&[70], [&[1_959, 840], &[1_962, 840], &[1_959, 840]]),
        ];
        for (percents, installments) in cases {
            let shares = shares(percents);
            let mut before = Split {
                shares: vec![0; shares.len()],
                organization: 0,
            };
            for (paid, expected) in [3_333, 6_667, 10_000].into_iter().zip(installments) {
                let net = deduct(paid, &rates).unwrap().net;
                let now = split_further(net, &shares, &before).unwrap();
                let mut due: Vec<i64> = now
                    .shares
                    .iter()
                    .zip(&before.shares)
                    .map(|(now, old)| now - old)
                    .collect();
                due.push(now.organization - before.organization);
                assert_eq!(due, expected, "{paid} at {percents:?}");
                before = now;
            }
        }
    }
}
