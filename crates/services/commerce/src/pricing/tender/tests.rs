use super::*;
use kernel::{Random, SeededRandom};

#[test]
fn gift_cards_pay_first() {
    let cases: [(i64, &[i64], &[i64], i64); 6] = [
        (12_200, &[5_000], &[5_000], 7_200),
        (8_784, &[5_000], &[5_000], 3_784),
        (4_000, &[5_000], &[4_000], 0),
        (7_000, &[5_000, 0, 3_000, 100], &[5_000, 0, 2_000, 0], 0),
        (7_000, &[], &[], 7_000),
        (0, &[5_000], &[0], 0),
    ];
    for (total, balances, gift_cards, due) in cases {
        let expected = Tendered {
            gift_cards: gift_cards.to_vec(),
            due,
        };
        assert_eq!(tender(total, balances), Ok(expected), "{total} from {balances:?}");
    }
    assert_eq!(tender(-1, &[]), Err(MoneyError::OutOfRange));
    assert_eq!(tender(1, &[-1]), Err(MoneyError::OutOfRange));
}

#[test]
fn refunds_go_back_pro_rata() {
    let cases: [(&[i64], i64, &[i64]); 4] = [
        (&[5_000, 7_200], 6_100, &[2_500, 3_600]),
        (&[5_000, 3_784], 4_392, &[2_500, 1_892]),
        (&[5_000, 3_000, 4_200], 1, &[1, 0, 0]),
        (&[8_784], 4_392, &[4_392]),
    ];
    for (paid, refunded, expected) in cases {
        assert_eq!(
            give_back(paid, &vec![0; paid.len()], refunded).unwrap(),
            expected,
            "{refunded}"
        );
    }
}

#[test]
fn the_second_half_completes_every_tender() {
    assert_eq!(
        give_back(&[5_000, 3_784], &[2_500, 1_892], 8_784),
        Ok(vec![2_500, 1_892])
    );
    assert_eq!(give_back(&[5_000, 3_784], &[2_500, 1_892], 4_392), Ok(vec![0, 0]));
    for refunded in [-1, 4_391, 8_785] {
        assert_eq!(
            give_back(&[5_000, 3_784], &[2_500, 1_892], refunded),
            Err(MoneyError::OutOfRange)
        );
    }
    assert_eq!(give_back(&[], &[], 0), Ok(vec![]));
}

/// A number from 0 to `most`.
fn up_to(random: &SeededRandom, most: i64) -> i64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    (i64::from_le_bytes(bytes) & i64::MAX) % (most + 1)
}

#[test]
fn any_refunds_end_at_what_was_paid() {
    let random = SeededRandom::new(2);
    for _ in 0..3_000 {
        let balances: Vec<i64> = (0..up_to(&random, 5)).map(|_| up_to(&random, 60)).collect();
        let total = up_to(&random, 250);
        let Tendered {
            gift_cards: mut paid,
            due,
        } = tender(total, &balances).unwrap();
        paid.push(due);
        assert_eq!(paid.iter().sum::<i64>(), total);
        let (mut before, mut refunded) = (vec![0; paid.len()], 0);
        while refunded < total {
            let next = (refunded + 1 + up_to(&random, total / 6)).min(total);
            let parts = give_back(&paid, &before, next).unwrap();
            assert_eq!(parts.iter().sum::<i64>(), next - refunded);
            for ((sum, part), most) in before.iter_mut().zip(&parts).zip(&paid) {
                *sum += part;
                assert!(*part >= 0 && *sum <= *most);
            }
            refunded = next;
        }
        assert_eq!(before, paid);
    }
}
