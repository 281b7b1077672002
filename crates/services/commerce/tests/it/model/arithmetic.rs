//! The money rules once more, in decimals and written from the rules alone: nothing here calls the product.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rule m2: half up to the minor unit.
pub(super) fn half_up(amount: Decimal) -> i64 {
    amount
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .try_into()
        .unwrap()
}

/// A part of an amount in millionths.
pub(super) fn rate_of(amount: i64, ppm: i64) -> i64 {
    half_up(Decimal::from(amount) * Decimal::new(ppm, 6))
}

/// `amount × part / whole`, half up. A quotient of decimals is cut somewhere, so its remainder decides.
pub(super) fn proportion(amount: i64, part: i64, whole: i64) -> i64 {
    if amount == 0 || part == 0 {
        return 0;
    }
    let (exact, whole) = (Decimal::from(amount) * Decimal::from(part), Decimal::from(whole));
    let rest = exact % whole;
    let up = rest + rest >= whole;
    i64::try_from((exact - rest) / whole).unwrap() + i64::from(up)
}

/// The tax within a price: `price × rate / (1 + rate)`.
pub(super) fn tax_within(price: i64, ppm: i64) -> i64 {
    proportion(price, ppm, 1_000_000 + ppm)
}

/// Rule m4: by largest remainder; ties to the larger weight, then to the earlier one.
pub(super) fn divide(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: Decimal = weights.iter().map(|weight| Decimal::from(*weight)).sum();
    if whole.is_zero() {
        assert_eq!(amount, 0);
        return vec![0; weights.len()];
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let exact = Decimal::from(amount) * Decimal::from(*weight);
        let rest = exact % whole;
        parts.push(i64::try_from((exact - rest) / whole).unwrap());
        rests.push((rest, *weight, std::cmp::Reverse(place)));
    }
    rests.sort_unstable();
    let left = amount - parts.iter().sum::<i64>();
    for (.., place) in rests.into_iter().rev().take(usize::try_from(left).unwrap()) {
        parts[place.0] += 1;
    }
    parts
}

/// Rule m5: the new totals when the old ones were given already; nobody gives a cent back because more is divided.
pub(super) fn divide_further(amount: i64, weights: &[i64], before: &[i64]) -> Vec<i64> {
    let mut kept = vec![false; weights.len()];
    loop {
        let given: i64 = (0..kept.len()).filter(|n| kept[*n]).map(|n| before[n]).sum();
        let open: Vec<usize> = (0..kept.len()).filter(|n| !kept[*n]).collect();
        let of_open: Vec<i64> = open.iter().map(|n| weights[*n]).collect();
        let mut totals = before.to_vec();
        let mut is_final = true;
        for (n, part) in open.iter().zip(divide(amount - given, &of_open)) {
            if part < before[*n] {
                kept[*n] = true;
                is_final = false;
            } else {
                totals[*n] = part;
            }
        }
        if is_final {
            return totals;
        }
    }
}

/// The same, as what is due now.
pub(super) fn due_now(amount: i64, weights: &[i64], before: &[i64]) -> Vec<i64> {
    let now = divide_further(amount, weights, before);
    now.iter().zip(before).map(|(now, before)| now - before).collect()
}
