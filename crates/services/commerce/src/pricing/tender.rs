//! What an order is paid with, and what a refund gives back to each tender.

use kernel::{MoneyError, Share, allocate_further};

/// How a total is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tendered {
    /// What each gift card pays, in their order.
    pub gift_cards: Vec<i64>,
    /// What is left to pay. At zero the payment provider is not asked.
    pub due: i64,
}

/// Pays `total`, tax included, from the balances of gift cards, one after the other; what they do not cover is due.
///
/// A gift card is a tender and not a discount: the total, its tax and what creators earn are what they were (rule m8).
/// No card pays more than its balance. A negative total or balance is [`MoneyError::OutOfRange`].
pub fn tender(total: i64, balances: &[i64]) -> Result<Tendered, MoneyError> {
    if total < 0 || balances.iter().any(|balance| *balance < 0) {
        return Err(MoneyError::OutOfRange);
    }
    let mut due = total;
    let mut gift_cards = Vec::with_capacity(balances.len());
    for balance in balances {
        let paid = due.min(*balance);
        due -= paid;
        gift_cards.push(paid);
    }
    Ok(Tendered { gift_cards, due })
}

/// What to give back to each tender when the refunds of an order have grown to `refunded`, of which `before` went back
/// to them already (rules m5 and m10). All amounts are with tax and in the order of `paid`.
///
/// Everything refunded so far is divided by largest remainder with what each tender paid as its weight, the earlier one
/// as the older; the answer is that less `before`. Whatever the steps, the parts of a refund add up to it, none is
/// negative (a card cannot be charged by a refund), no tender gets back more than it paid, and a complete refund gives
/// each exactly what it paid.
///
/// `refunded` below what went back before or above what was paid, or a negative amount, is [`MoneyError::OutOfRange`].
pub fn give_back(paid: &[i64], before: &[i64], refunded: i64) -> Result<Vec<i64>, MoneyError> {
    let most: i128 = paid.iter().copied().map(i128::from).sum();
    if i128::from(refunded) > most {
        return Err(MoneyError::OutOfRange);
    }
    let shares = (0..).zip(paid);
    let shares: Vec<Share> = shares
        .map(|(seniority, paid)| Share {
            weight: *paid,
            seniority,
        })
        .collect();
    let totals = allocate_further(refunded, &shares, before)?;
    Ok(totals
        .iter()
        .zip(before)
        .map(|(now, earlier)| now - earlier)
        .collect())
}

#[cfg(test)]
mod tests;
