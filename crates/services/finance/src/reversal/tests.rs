use super::*;
use crate::{
    fees::{FeeRates, deduct},
    split::{RevenueShare, split},
};
use kernel::{Random, Rate, SeededRandom};

/// A sale at fees of 5, 3 and 8 %.
fn sale(gross: i64, percents: &[i32]) -> Sale {
    sold(gross, [5, 3, 8], percents)
}

fn sold(gross: i64, fees: [i32; 3], percents: &[i32]) -> Sale {
    let rate = |percent: i32| Rate::from_ppm(percent * 10_000).unwrap();
    let [platform, processing, withholding] = fees.map(rate);
    let after = deduct(
        gross,
        &FeeRates {
            platform,
            processing,
            withholding,
        },
    )
    .unwrap();
    let shares: Vec<RevenueShare> = (0..)
        .zip(percents)
        .map(|(seniority, percent)| RevenueShare {
            rate: rate(*percent),
            seniority,
        })
        .collect();
    let parts = split(after.net, &shares).unwrap();
    let credits = (0..)
        .zip(parts.shares)
        .map(|(seniority, amount)| Credit { amount, seniority })
        .collect();
    Sale {
        fees: after.fees,
        credits,
        organization: parts.organization,
        refunded_fee_bearer: RefundedFeeBearer::Organization,
    }
}

fn fees(platform: i64, processing: i64, withholding: i64) -> Fees {
    Fees {
        platform,
        processing,
        withholding,
    }
}

#[test]
fn a_part_of_a_sale_is_reversed_at_its_split() {
    let sale = sale(10_000, &[70]);
    let posted = reverse(&sale, &Reversal::none(&sale), 4_000).unwrap();
    let expected = Reversal {
        fees: fees(200, 120, 320),
        credits: vec![2_352],
        organization: 1_008,
    };
    assert_eq!(posted, expected);
    assert_eq!(posted.gross(), Ok(4_000));
    assert_eq!(posted.organization_loss(), Ok(1_128));
}

#[test]
fn half_of_a_sale_with_three_creators() {
    let sale = sale(7_200, &[60, 20, 5]);
    let posted = reverse(&sale, &Reversal::none(&sale), 3_600).unwrap();
    let expected = Reversal {
        fees: fees(180, 108, 288),
        credits: vec![1_815, 605, 151],
        organization: 453,
    };
    assert_eq!(posted, expected);
}

#[test]
fn a_refund_in_parts_is_a_refund_in_whole() {
    let sale = sale(10_000, &[70]);
    let mut before = Reversal::none(&sale);
    for (refunded, creator) in [(3_333, 1_960), (6_666, 1_959), (10_000, 1_961)] {
        let posted = reverse(&sale, &before, refunded).unwrap();
        assert_eq!(
            (posted.credits.as_slice(), posted.organization),
            ([creator].as_slice(), 840)
        );
        before = before.and(&posted).unwrap();
    }
    let whole = reverse(&sale, &Reversal::none(&sale), 10_000).unwrap();
    assert_eq!(before, whole);
    assert_eq!((before.fees, before.organization), (fees(500, 300, 800), 2_520));
}

#[test]
fn where_the_fee_is_shared_everybody_bears_their_part_of_it() {
    let sale = Sale {
        refunded_fee_bearer: RefundedFeeBearer::Shared,
        ..sale(7_200, &[60, 20, 5])
    };
    let mut before = Reversal::none(&sale);
    for refunded in [1, 2, 3_600, 3_601, 7_000, 7_200] {
        let posted = reverse(&sale, &before, refunded).unwrap();
        before = before.and(&posted).unwrap();
        assert_eq!((before.gross(), before.fees.processing), (Ok(refunded), 0));
    }
    // 60.48 and 2.16, together 62.64, at 60, 20, 5 and 15 %.
    let expected = Reversal {
        fees: fees(360, 0, 576),
        credits: vec![3_759, 1_253, 313],
        organization: 939,
    };
    assert_eq!(before.credits.iter().sum::<i64>() + before.organization, 6_264);
    assert_eq!(before, expected);
    // Where the fees took everything, there is nobody else.
    let eaten = Sale {
        refunded_fee_bearer: RefundedFeeBearer::Shared,
        ..sold(1, [0, 100, 0], &[60])
    };
    let posted = reverse(&eaten, &Reversal::none(&eaten), 1).unwrap();
    assert_eq!((posted.fees, posted.organization), (fees(0, 1, 0), 0));
}

#[test]
fn a_free_sale_has_nothing_to_reverse() {
    let sale = sale(0, &[70]);
    let none = Reversal::none(&sale);
    assert_eq!(reverse(&sale, &none, 0), Ok(none.clone()));
    assert_eq!(reverse(&sale, &none, 1), Err(MoneyError::OutOfRange));
}

#[test]
fn refunds_neither_shrink_nor_exceed_the_sale() {
    let sale = sale(10_000, &[70]);
    let before = reverse(&sale, &Reversal::none(&sale), 4_000).unwrap();
    for refunded in [-1, 3_999, 10_001] {
        assert_eq!(reverse(&sale, &before, refunded), Err(MoneyError::OutOfRange));
    }
    assert_eq!(reverse(&sale, &before, 4_000), Ok(Reversal::none(&sale)));
}

#[test]
fn parts_that_cannot_be_are_refused() {
    let good = sale(10_000, &[70]);
    let none = Reversal::none(&good);
    let owing = Sale {
        organization: i64::MIN,
        ..good.clone()
    };
    assert_eq!(reverse(&owing, &none, 0), Err(MoneyError::OutOfRange));
    let negative = Reversal {
        organization: -1,
        ..none.clone()
    };
    assert_eq!(reverse(&good, &negative, 1), Err(MoneyError::OutOfRange));
    assert_eq!(
        reverse(&good, &Reversal::default(), 1),
        Err(MoneyError::OutOfRange)
    );
    assert_eq!(none.and(&Reversal::default()), Err(MoneyError::OutOfRange));
}

/// A number from 0 to `most`.
fn up_to(random: &SeededRandom, most: i64) -> i64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    (i64::from_le_bytes(bytes) & i64::MAX) % (most + 1)
}

#[test]
fn any_sequence_of_refunds_ends_at_the_whole_sale() {
    let random = SeededRandom::new(10);
    for round in 0..4_000 {
        let mut left = 100;
        let mut percents = Vec::new();
        for _ in 0..up_to(&random, 6) {
            let percent = up_to(&random, left.min(40));
            left -= percent;
            percents.push(i32::try_from(percent).unwrap());
        }
        let rates = [5, 3, 8].map(|rate: i32| if round % 2 == 0 { rate } else { rate * 6 });
        let sale = sold(up_to(&random, 300), rates, &percents);
        let gross = sale.gross().unwrap();
        let (mut before, mut refunded) = (Reversal::none(&sale), 0);
        while refunded < gross {
            let step = 1 + up_to(&random, gross / 5);
            let next = (refunded + step).min(gross);
            let posted = reverse(&sale, &before, next).unwrap();
            assert_eq!(posted.gross(), Ok(next - refunded));
            assert!(
                posted
                    .fees
                    .parts()
                    .iter()
                    .chain(&posted.credits)
                    .all(|part| *part >= 0)
            );
            assert!(posted.organization >= 0);
            before = before.and(&posted).unwrap();
            assert!(
                before
                    .fees
                    .parts()
                    .iter()
                    .zip(sale.fees.parts())
                    .all(|(now, most)| *now <= most)
            );
            assert!(
                before
                    .credits
                    .iter()
                    .zip(&sale.credits)
                    .all(|(now, most)| *now <= most.amount)
            );
            assert!(before.organization <= sale.organization);
            refunded = next;
        }
        let credited: Vec<i64> = sale.credits.iter().map(|credit| credit.amount).collect();
        let whole = Reversal {
            fees: sale.fees,
            credits: credited,
            organization: sale.organization,
        };
        assert_eq!(before, whole);
    }
}
