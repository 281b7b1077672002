use super::*;
use kernel::{Random, Rate, SeededRandom};

fn offer(place: i32, reduction: Reduction) -> Offer {
    Offer {
        position: place,
        seniority: i64::from(place),
        reduction,
        lines: None,
        group: None,
    }
}

fn percent(percent: i32) -> Reduction {
    Reduction::Percentage(Rate::from_ppm(percent * 10_000).unwrap())
}

fn grouped(offer: Offer) -> Offer {
    Offer {
        group: Some("spring".to_owned()),
        ..offer
    }
}

fn amounts(discounted: &Discounted) -> Vec<i64> {
    discounted.taken.iter().map(|taken| taken.amount).collect()
}

#[test]
fn offers_compound_in_the_order_of_their_position() {
    let cases: [(Vec<Reduction>, Vec<i64>, i64); 5] = [
        (
            vec![percent(20), percent(10), Reduction::Fixed(500)],
            vec![2_000, 800, 500],
            6_700,
        ),
        (vec![percent(40), percent(70)], vec![4_000, 4_200], 1_800),
        (vec![percent(20), percent(10)], vec![2_000, 800], 7_200),
        (vec![percent(100), percent(10)], vec![10_000], 0),
        (vec![], vec![], 10_000),
    ];
    for (reductions, taken, remaining) in cases {
        let mut offers: Vec<Offer> = (1..)
            .zip(reductions)
            .map(|(place, reduction)| offer(place, reduction))
            .collect();
        let discounted = discount(&[10_000], &offers).unwrap();
        assert_eq!(
            (amounts(&discounted), discounted.remaining),
            (taken.clone(), vec![remaining])
        );
        offers.reverse();
        let discounted = discount(&[10_000], &offers).unwrap();
        assert_eq!(
            (amounts(&discounted), discounted.remaining),
            (taken, vec![remaining])
        );
    }
}

#[test]
fn of_a_group_only_the_best_counts_and_nothing_goes_below_zero() {
    let offers = [
        grouped(offer(1, percent(20))),
        grouped(offer(2, percent(25))),
        offer(3, Reduction::Fixed(8_000)),
    ];
    let discounted = discount(&[10_000], &offers[..2]).unwrap();
    assert_eq!(discounted.remaining, [7_500]);
    assert_eq!(discounted.lost, [Lost { offer: 0, to: 1 }]);
    let discounted = discount(&[10_000], &offers).unwrap();
    assert_eq!(discounted.remaining, [0]);
    assert_eq!(
        discounted.taken,
        [
            Taken {
                offer: 1,
                line: 0,
                amount: 2_500
            },
            Taken {
                offer: 2,
                line: 0,
                amount: 7_500
            }
        ]
    );
}

#[test]
fn equals_of_a_group_are_decided_by_position_and_then_by_age() {
    let by_position = [
        grouped(offer(2, percent(20))),
        grouped(offer(1, Reduction::Fixed(2_000))),
    ];
    assert_eq!(
        discount(&[10_000], &by_position).unwrap().lost,
        [Lost { offer: 0, to: 1 }]
    );
    let young = Offer {
        seniority: 9,
        ..grouped(offer(1, percent(20)))
    };
    let by_age = [young, grouped(offer(1, percent(20)))];
    assert_eq!(
        discount(&[10_000], &by_age).unwrap().lost,
        [Lost { offer: 0, to: 1 }]
    );
}

#[test]
fn a_group_is_decided_on_list_amounts() {
    // Alone, 25 % of 100.00 is more than 20.00; after the first offer it is only 12.50, and still the one that counts.
    let offers = [
        offer(1, percent(50)),
        grouped(offer(2, percent(25))),
        grouped(offer(3, Reduction::Fixed(2_000))),
    ];
    let discounted = discount(&[10_000], &offers).unwrap();
    assert_eq!(
        (discounted.remaining, discounted.lost),
        (vec![3_750], vec![Lost { offer: 2, to: 1 }])
    );
}

#[test]
fn a_fixed_amount_is_spread_over_the_lines() {
    let discounted = discount(&[1_999, 2_999, 5_001], &[offer(1, Reduction::Fixed(1_000))]).unwrap();
    assert_eq!(amounts(&discounted), [200, 300, 500]);
    assert_eq!(discounted.remaining, [1_799, 2_699, 4_501]);
}

#[test]
fn an_offer_touches_only_its_lines() {
    for (reduction, remaining) in [
        (percent(10), [1_999, 2_699, 4_501]),
        (Reduction::Fixed(800), [1_999, 2_699, 4_501]),
        (Reduction::Fixed(99_999), [1_999, 0, 0]),
    ] {
        let offer = Offer {
            lines: Some([1, 2, 7].into()),
            ..offer(1, reduction)
        };
        assert_eq!(
            discount(&[1_999, 2_999, 5_001], &[offer]).unwrap().remaining,
            remaining
        );
    }
    let nowhere = Offer {
        lines: Some([].into()),
        ..offer(1, Reduction::Fixed(500))
    };
    assert_eq!(discount(&[1_999], &[nowhere]).unwrap().remaining, [1_999]);
}

#[test]
fn a_percentage_is_rounded_per_line() {
    assert_eq!(
        discount(&[333, 333, 5], &[offer(1, percent(50))])
            .unwrap()
            .remaining,
        [166, 166, 2]
    );
}

#[test]
fn negative_amounts_are_refused() {
    assert_eq!(discount(&[-1], &[]), Err(MoneyError::OutOfRange));
    assert_eq!(
        discount(&[1], &[offer(1, Reduction::Fixed(-1))]),
        Err(MoneyError::OutOfRange)
    );
    assert_eq!(
        discount(&[i64::MAX, 1], &[offer(1, Reduction::Fixed(1))]),
        Err(MoneyError::OutOfRange)
    );
}

/// A number from 0 to `most`.
fn up_to(random: &SeededRandom, most: u32) -> u32 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    u32::from_le_bytes(bytes) % (most + 1)
}

#[test]
fn what_is_left_and_what_was_taken_is_the_list_amount() {
    let random = SeededRandom::new(6);
    for _ in 0..2_000 {
        let lines: Vec<i64> = (0..=up_to(&random, 4))
            .map(|_| i64::from(up_to(&random, 5_000)))
            .collect();
        let mut offers = Vec::new();
        for place in 0..i32::try_from(up_to(&random, 5)).unwrap() {
            let reduction = match up_to(&random, 1) {
                0 => percent(i32::try_from(up_to(&random, 100)).unwrap()),
                _ => Reduction::Fixed(i64::from(up_to(&random, 4_000))),
            };
            let mut offer = offer(place, reduction);
            if up_to(&random, 2) == 0 {
                offer = grouped(offer);
            }
            if up_to(&random, 2) == 0 {
                offer.lines = Some((0..lines.len()).filter(|_| up_to(&random, 1) == 0).collect());
            }
            offers.push(offer);
        }
        let discounted = discount(&lines, &offers).unwrap();
        for (index, (list, left)) in lines.iter().zip(&discounted.remaining).enumerate() {
            let off: i64 = discounted
                .taken
                .iter()
                .filter(|taken| taken.line == index)
                .map(|taken| taken.amount)
                .sum();
            assert!(*left >= 0);
            assert_eq!(left + off, *list);
        }
        let grouped = offers.iter().filter(|offer| offer.group.is_some()).count();
        assert_eq!(discounted.lost.len(), grouped.saturating_sub(1));
        offers.reverse();
        assert_eq!(discount(&lines, &offers).unwrap().remaining, discounted.remaining);
    }
}
