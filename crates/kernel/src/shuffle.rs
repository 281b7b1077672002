//! An order that looks arbitrary and is always the same for the same seed.

/// Mixes the items. The same seed, salt and number of items give the same order, on every machine and for ever.
pub fn shuffled<T>(seed: i64, salt: u128, mut items: Vec<T>) -> Vec<T> {
    let salt = salt.to_le_bytes();
    let mut state = u64::from_le_bytes(seed.to_le_bytes());
    for half in salt.chunks_exact(8) {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(half);
        state = next(&mut (state ^ u64::from_le_bytes(bytes)));
    }
    for last in (1..items.len()).rev() {
        let choices = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let chosen = usize::try_from(next(&mut state) % choices).unwrap_or(last);
        items.swap(last, chosen);
    }
    items
}

/// The generator SplitMix64: short, well mixed, and nothing secret hangs on it.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_same_seed_gives_the_same_order_of_the_same_items() {
        let items: Vec<u32> = (0..10).collect();
        let order = shuffled(42, 7, items.clone());
        assert_eq!(shuffled(42, 7, items.clone()), order);
        assert_ne!(shuffled(42, 8, items.clone()), order);
        assert_ne!(shuffled(-42, 7, items.clone()), order);
        let mut sorted = order;
        sorted.sort_unstable();
        assert_eq!(sorted, items);
        assert_eq!(shuffled(1, 1, Vec::<u32>::new()), Vec::<u32>::new());
    }

    #[test]
    fn every_order_of_three_appears() {
        let orders: HashSet<_> = (0..200).map(|seed| shuffled(seed, 0, vec![1, 2, 3])).collect();
        assert_eq!(orders.len(), 6);
    }
}
