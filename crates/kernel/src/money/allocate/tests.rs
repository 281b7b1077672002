use super::*;
use crate::{Random, SeededRandom};

fn shares(weights: &[i64]) -> Vec<Share> {
    (0..)
        .zip(weights)
        .map(|(seniority, weight)| Share {
            weight: *weight,
            seniority,
        })
        .collect()
}

/// A number from 0 to `most`.
fn up_to(random: &SeededRandom, most: i64) -> i64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    (i64::from_le_bytes(bytes) & i64::MAX) % (most + 1)
}

#[test]
fn parts_add_up_by_largest_remainder() {
    let cases: [(i64, &[i64], &[i64]); 13] = [
        (1_175, &[60, 25, 10, 5], &[705, 294, 117, 59]),
        (5, &[70, 30], &[4, 1]),
        (5, &[30, 70], &[1, 4]),
        (9_999, &[9_900, 4_900, 2_900], &[5_593, 2_768, 1_638]),
        (1_000, &[1_999, 2_999, 5_001], &[200, 300, 500]),
        (12_999, &[10_000, 4_999], &[8_667, 4_332]),
        (2_800, &[5_880, 2_520], &[1_960, 840]),
        (7, &[0, 1, 0], &[0, 7, 0]),
        (2, &[1, 1, 1], &[1, 1, 0]),
        (0, &[1, 2], &[0, 0]),
        (0, &[0, 0], &[0, 0]),
        (0, &[], &[]),
        (i64::MAX, &[i64::MAX - 1, 1], &[i64::MAX - 1, 1]),
    ];
    for (amount, weights, expected) in cases {
        assert_eq!(allocate(amount, &shares(weights)).unwrap(), expected, "{amount}");
        let mirrored: Vec<i64> = expected.iter().map(|part| -part).collect();
        assert_eq!(
            allocate(-amount, &shares(weights)).unwrap(),
            mirrored,
            "-{amount}"
        );
    }
}

#[test]
fn the_older_of_equals_gets_what_is_left_over() {
    let young = Share {
        weight: 50,
        seniority: 9,
    };
    let old = Share {
        weight: 50,
        seniority: 2,
    };
    assert_eq!(allocate(5, &[young, old]), Ok(vec![2, 3]));
    assert_eq!(allocate(5, &[old, young]), Ok(vec![3, 2]));
}

#[test]
fn what_cannot_be_divided_is_refused() {
    for (amount, weights) in [
        (1, vec![]),
        (1, vec![0]),
        (1, vec![2, -1]),
        (0, vec![i64::MAX, 1]),
    ] {
        assert_eq!(allocate(amount, &shares(&weights)), Err(MoneyError::OutOfRange));
    }
    assert_eq!(allocate(i64::MIN, &shares(&[1])), Ok(vec![i64::MIN]));
}

#[test]
fn any_allocation_adds_up_stays_close_and_ignores_the_order() {
    let random = SeededRandom::new(4);
    for _ in 0..5_000 {
        let count = up_to(&random, 6) + 1;
        let mut list: Vec<Share> = (0..count)
            .map(|seniority| Share {
                weight: up_to(&random, 40),
                seniority,
            })
            .collect();
        let amount = up_to(&random, 3_000) - 1_500;
        let whole: i64 = list.iter().map(|share| share.weight).sum();
        let Ok(parts) = allocate(amount, &list) else {
            assert_eq!(whole, 0);
            continue;
        };
        assert_eq!(parts.iter().sum::<i64>(), amount);
        for (part, share) in parts.iter().zip(&list) {
            assert!((part * whole - amount * share.weight).abs() < whole.max(1));
        }
        let by_age = |list: &[Share], parts: &[i64]| {
            let mut pairs: Vec<_> = list
                .iter()
                .zip(parts)
                .map(|(share, part)| (share.seniority, *part))
                .collect();
            pairs.sort_unstable();
            pairs
        };
        let expected = by_age(&list, &parts);
        for _ in 0..4 {
            let other = usize::try_from(up_to(&random, count - 1)).unwrap();
            list.swap(0, other);
            list.reverse();
            assert_eq!(by_age(&list, &allocate(amount, &list).unwrap()), expected);
        }
    }
}

#[test]
fn what_was_given_is_never_taken_back() {
    let list = shares(&[1, 3, 3]);
    assert_eq!(allocate(3, &list), Ok(vec![1, 1, 1]));
    assert_eq!(allocate(4, &list), Ok(vec![0, 2, 2]));
    assert_eq!(allocate_further(4, &list, &[1, 1, 1]), Ok(vec![1, 2, 1]));
    assert_eq!(allocate_further(7, &list, &[1, 2, 1]), Ok(vec![1, 3, 3]));
    // Whatever was given by another rule is kept as well.
    assert_eq!(allocate_further(8, &list, &[0, 7, 0]), Ok(vec![0, 7, 1]));
}

#[test]
fn growing_further_refuses_what_does_not_fit() {
    let list = shares(&[1, 1]);
    for (amount, already) in [(1, vec![1, 1]), (5, vec![1]), (5, vec![-1, 0]), (-1, vec![0, 0])] {
        assert_eq!(
            allocate_further(amount, &list, &already),
            Err(MoneyError::OutOfRange)
        );
    }
}

#[test]
fn any_steps_to_the_whole_end_at_the_weights() {
    let random = SeededRandom::new(5);
    let mut kept = 0;
    for _ in 0..3_000 {
        let weights: Vec<i64> = (0..=up_to(&random, 6)).map(|_| up_to(&random, 30)).collect();
        let list = shares(&weights);
        let whole: i64 = weights.iter().sum();
        let (mut amount, mut already) = (0, vec![0; weights.len()]);
        while amount < whole {
            amount = (amount + 1 + up_to(&random, whole / 4)).min(whole);
            let totals = allocate_further(amount, &list, &already).unwrap();
            assert_eq!(totals.iter().sum::<i64>(), amount);
            for ((total, given), weight) in totals.iter().zip(&already).zip(&weights) {
                assert!(given <= total && total <= weight);
            }
            kept += i32::from(totals != allocate(amount, &list).unwrap());
            already = totals;
        }
        assert_eq!(already, weights);
    }
    assert!(
        kept > 0,
        "no step would have taken anything back, so nothing was tested"
    );
}
