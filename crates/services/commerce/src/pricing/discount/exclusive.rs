//! Exclusive groups: of several offers only the best one counts.

use super::Offer;
use kernel::MoneyError;
use std::{cmp::Reverse, collections::BTreeMap};

/// An offer that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The offer, by its place in the list.
    pub offer: usize,
    /// The offer of the same group that counts instead.
    pub to: usize,
}

/// What an offer is measured by, best first: what it takes off alone, then its place.
type Claim = (Reverse<i128>, (i32, i64), usize);

/// Everybody in a group but its best, in the order of the list.
pub(super) fn losers(lines: &[i64], offers: &[Offer]) -> Result<Vec<Lost>, MoneyError> {
    let mut groups: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
    for (index, offer) in offers.iter().enumerate() {
        if let Some(group) = &offer.group {
            let alone = offer.takes(lines)?.into_iter().map(i128::from).sum();
            groups
                .entry(group)
                .or_default()
                .push((Reverse(alone), offer.place(), index));
        }
    }
    let mut lost = Vec::new();
    for claims in groups.into_values() {
        let Some((.., to)) = claims.iter().min().copied() else {
            continue;
        };
        let others = claims
            .into_iter()
            .map(|(.., offer)| offer)
            .filter(|offer| *offer != to);
        lost.extend(others.map(|offer| Lost { offer, to }));
    }
    lost.sort_unstable_by_key(|lost| lost.offer);
    Ok(lost)
}
