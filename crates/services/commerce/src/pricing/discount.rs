//! Discounts: what each offer takes off each line.

mod exclusive;
mod offer;

pub use exclusive::Lost;
pub use offer::{Offer, Reduction};

use kernel::MoneyError;

/// What one offer took off one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The offer, by its place in the list that was given.
    pub offer: usize,
    /// The line, by its place in the list that was given.
    pub line: usize,
    /// How much, above zero.
    pub amount: i64,
}

/// Lines after all their discounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discounted {
    /// What is left of each line, never below zero, in the order of the lines.
    pub remaining: Vec<i64>,
    /// What was taken off, in the order in which the offers counted. An offer that took nothing has no entry.
    pub taken: Vec<Taken>,
    /// The offers that did not count because another one of their group takes off more.
    pub lost: Vec<Lost>,
}

/// Takes all offers off the list amounts of the lines.
///
/// Of every exclusive group one offer counts, see [`Offer::group`]. Those that count are applied one after the other by
/// position, the older first where positions are equal, each to what the ones before it have left (they compound):
/// 100.00 less 20 %, less 10 %, less 5.00 is 80.00, 72.00, 67.00. The order of the list does not matter. What is left of
/// a line and what was taken off it always add up to its list amount.
pub fn discount(lines: &[i64], offers: &[Offer]) -> Result<Discounted, MoneyError> {
    if lines.iter().any(|amount| *amount < 0) {
        return Err(MoneyError::OutOfRange);
    }
    let lost = exclusive::losers(lines, offers)?;
    let mut counting: Vec<(usize, &Offer)> = offers.iter().enumerate().collect();
    counting.retain(|(index, _offer)| lost.iter().all(|loser| loser.offer != *index));
    counting.sort_by_key(|(_index, offer)| offer.place());

    let mut remaining = lines.to_vec();
    let mut taken = Vec::new();
    for (index, offer) in counting {
        let amounts = offer.takes(&remaining)?;
        for (line, (left, amount)) in remaining.iter_mut().zip(amounts).enumerate() {
            *left -= amount;
            if amount > 0 {
                taken.push(Taken {
                    offer: index,
                    line,
                    amount,
                });
            }
        }
    }
    Ok(Discounted {
        remaining,
        taken,
        lost,
    })
}

#[cfg(test)]
mod tests;
