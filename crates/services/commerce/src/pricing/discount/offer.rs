//! One offer: what it takes off, and of which lines.

use kernel::{MoneyError, Rate, Share, allocate};
use std::collections::BTreeSet;

/// How an offer reduces what is left of the lines it applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// A part of what is left of each line, rounded half up per line (rule m2).
    Percentage(Rate),
    /// An amount for all the lines together, spread by largest remainder with what is left of each as its weight (rule
    /// m4; the earlier line is the older). It takes no more than is left, so it never leads below zero. Not negative.
    Fixed(i64),
}

/// A discount that somebody is entitled to: the conditions are checked, this is what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The order in which offers are applied, smallest first.
    pub position: i32,
    /// The place of the offer by age, smaller is older; decides between equal positions. Each offer has its own.
    pub seniority: i64,
    /// What it takes off.
    pub reduction: Reduction,
    /// The lines it applies to, by their place in the list; none means all of them.
    pub lines: Option<BTreeSet<usize>>,
    /// The group of offers of which only one counts: the one that would take off most if it were alone on the list
    /// amounts of all lines; of equals the one with the smaller position, then the older. It is chosen before anything
    /// is applied, so offers outside the group have no influence on who wins.
    pub group: Option<String>,
}

impl Offer {
    /// Where it stands among others.
    pub(super) fn place(&self) -> (i32, i64) {
        (self.position, self.seniority)
    }

    /// What it takes off each line, given what is left of them.
    pub(super) fn takes(&self, left: &[i64]) -> Result<Vec<i64>, MoneyError> {
        let applies = |line| self.lines.as_ref().is_none_or(|lines| lines.contains(&line));
        let open = left.iter().enumerate();
        let open: Vec<i64> = open
            .map(|(line, left)| if applies(line) { *left } else { 0 })
            .collect();
        match self.reduction {
            Reduction::Percentage(rate) => open.into_iter().map(|left| rate.of(left)).collect(),
            Reduction::Fixed(amount) => spread(amount, &open),
        }
    }
}

/// The amount over what is left, at most all of it.
fn spread(amount: i64, open: &[i64]) -> Result<Vec<i64>, MoneyError> {
    if amount < 0 {
        return Err(MoneyError::OutOfRange);
    }
    let shares = (0..).zip(open);
    let shares: Vec<Share> = shares
        .map(|(seniority, left)| Share {
            weight: *left,
            seniority,
        })
        .collect();
    let most = open.iter().try_fold(0_i64, |sum, left| sum.checked_add(*left));
    allocate(amount.min(most.ok_or(MoneyError::OutOfRange)?), &shares)
}
