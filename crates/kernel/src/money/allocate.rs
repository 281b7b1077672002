//! Dividing an amount among several by the largest remainder (rule m4), so that the parts always add up to it.

use super::MoneyError;
use std::cmp::Reverse;

/// What one of several has of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Share {
    /// How much it counts, in any unit that all shares have in common: millionths, minor units. Not negative.
    pub weight: i64,
    /// Its place by age, smaller is older. Where remainders and weights are equal the older share gets the unit that
    /// is left over. Give every share a place of its own, or the order of the list decides between equals.
    pub seniority: i64,
}

/// Divides `amount` by the weights of `shares`; the answer is in their order and adds up to `amount` (rule m4).
///
/// Each gets `amount × weight / Σ weights` rounded down. The units left over go, one each, to those who lost most by
/// rounding; ties go to the larger weight, then to the older share. A part is never further than one unit from the exact
/// one, and never more than its weight when `amount` is no more than the weights together. Parts of a negative amount
/// mirror those of the positive one. The order of the list does not matter.
///
/// Where there is no weight at all only zero can be divided; another amount, a negative weight or a sum of weights
/// beyond `i64` is [`MoneyError::OutOfRange`].
pub fn allocate(amount: i64, shares: &[Share]) -> Result<Vec<i64>, MoneyError> {
    let whole = whole(shares)?;
    if whole == 0 {
        return match amount {
            0 => Ok(vec![0; shares.len()]),
            _ => Err(MoneyError::OutOfRange),
        };
    }
    let size = i128::from(amount).abs();
    let mut parts = Vec::with_capacity(shares.len());
    let mut claims = Vec::with_capacity(shares.len());
    let mut left = size;
    for (index, share) in shares.iter().enumerate() {
        let exact = size * i128::from(share.weight);
        let part = exact / whole;
        left -= part;
        parts.push(part);
        claims.push((
            Reverse(exact % whole),
            Reverse(share.weight),
            share.seniority,
            index,
        ));
    }
    claims.sort_unstable();
    // Every remainder is less than one unit, so there are fewer units left than shares that lost something.
    for (.., index) in claims {
        if let Some(part) = parts.get_mut(index).filter(|_part| left > 0) {
            *part += 1;
            left -= 1;
        }
    }
    let sign = i128::from(amount.signum());
    let minor = |part: i128| i64::try_from(part * sign).map_err(|_range| MoneyError::OutOfRange);
    parts.into_iter().map(minor).collect()
}

/// Divides what has grown to `amount`, when `already` was given of it before: the new totals, in the order of `shares`
/// (rules m4 and m5). What is due now is the difference between the new totals and the old.
///
/// The totals are those of [`allocate`], with one exception. Largest remainders may take a unit back from a share when
/// the amount grows: of 3 the weights 1, 3, 3 get 1, 1, 1, but of 4 they get 0, 2, 2. Somebody who was paid would have
/// to return a cent although more was paid. Whoever already has more than the new total keeps what they have, and the
/// others divide the rest the same way. So no total ever falls, the totals always add up to `amount`, and when it
/// reaches the sum of the weights everybody has exactly their weight, whatever the steps were.
///
/// `already` has one amount per share. It is refused with [`MoneyError::OutOfRange`] if it does not, if anything is
/// negative, or if more was given before than there is now.
pub fn allocate_further(amount: i64, shares: &[Share], already: &[i64]) -> Result<Vec<i64>, MoneyError> {
    if shares.len() != already.len() || already.iter().any(|given| *given < 0) {
        return Err(MoneyError::OutOfRange);
    }
    if already.iter().copied().map(i128::from).sum::<i128>() > i128::from(amount) {
        return Err(MoneyError::OutOfRange);
    }
    let mut totals = already.to_vec();
    let mut open: Vec<(Share, &mut i64, i64)> = Vec::with_capacity(shares.len());
    for ((share, total), given) in shares.iter().zip(&mut totals).zip(already) {
        open.push((*share, total, *given));
    }
    let mut rest = amount;
    loop {
        let weights: Vec<Share> = open.iter().map(|(share, ..)| *share).collect();
        let parts = allocate(rest, &weights)?;
        let mut next = Vec::with_capacity(open.len());
        let mut kept = 0;
        for ((share, total, given), part) in open.into_iter().zip(parts) {
            *total = part.max(given);
            if given > part {
                kept += given;
            } else {
                next.push((share, total, given));
            }
        }
        if kept == 0 {
            return Ok(totals);
        }
        rest -= kept;
        open = next;
    }
}

fn whole(shares: &[Share]) -> Result<i128, MoneyError> {
    let mut whole = 0_i64;
    for share in shares {
        if share.weight < 0 {
            return Err(MoneyError::OutOfRange);
        }
        whole = whole.checked_add(share.weight).ok_or(MoneyError::OutOfRange)?;
    }
    Ok(i128::from(whole))
}

#[cfg(test)]
mod tests;
