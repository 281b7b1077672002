//! The parts of a sale, and of what refunds took back of it.

use crate::fees::{Fees, sum};
use entities::fee_schedule::RefundedFeeBearer;
use kernel::MoneyError;

/// What somebody was credited for a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The amount, not negative.
    pub amount: i64,
    /// The place of the attribution by age, smaller is older; each has its own.
    pub seniority: i64,
}

/// A sale as it was posted. The gross amount is the sum of its parts, so it cannot disagree with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// What was deducted.
    pub fees: Fees,
    /// What was credited to those the product was attributed to.
    pub credits: Vec<Credit>,
    /// What the organization kept.
    pub organization: i64,
    /// Who bears the processing fee of what is refunded, as agreed when it was sold.
    pub refunded_fee_bearer: RefundedFeeBearer,
}

/// What refunds have taken back, all of one sale together or one of them. Amounts are positive: they are taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reversal {
    /// Of the three fees. The payment provider does not return the processing fee. What is here of it is the organization's
    /// to bear, see [`Reversal::organization_loss`]; where the fee is shared, it is in the other parts and nothing is here.
    pub fees: Fees,
    /// Of the credits, in their order.
    pub credits: Vec<i64>,
    /// Of what the organization kept.
    pub organization: i64,
}

impl Sale {
    /// What was shared: all credits and what the organization kept.
    pub fn net(&self) -> Result<i64, MoneyError> {
        sum(self
            .credits
            .iter()
            .map(|credit| credit.amount)
            .chain([self.organization]))
    }

    /// The base of the sale: the total after discounts and without sales tax.
    pub fn gross(&self) -> Result<i64, MoneyError> {
        sum([self.fees.total()?, self.net()?])
    }
}

impl Reversal {
    /// Nothing reversed yet.
    pub fn none(sale: &Sale) -> Self {
        Self {
            credits: vec![0; sale.credits.len()],
            ..Self::default()
        }
    }

    /// How much of the gross amount was refunded: all parts together.
    pub fn gross(&self) -> Result<i64, MoneyError> {
        sum(self
            .credits
            .iter()
            .copied()
            .chain([self.organization, self.fees.total()?]))
    }

    /// What the organization loses (rule m10): its share, and the processing fee that the provider keeps and that it bears
    /// alone.
    pub fn organization_loss(&self) -> Result<i64, MoneyError> {
        sum([self.organization, self.fees.processing])
    }

    /// This and a further reversal of the same sale together.
    pub fn and(&self, further: &Self) -> Result<Self, MoneyError> {
        let mut fees = Vec::with_capacity(3);
        for (one, other) in self.fees.parts().into_iter().zip(further.fees.parts()) {
            fees.push(sum([one, other])?);
        }
        if self.credits.len() != further.credits.len() {
            return Err(MoneyError::OutOfRange);
        }
        let mut credits = Vec::with_capacity(self.credits.len());
        for (one, other) in self.credits.iter().zip(&further.credits) {
            credits.push(sum([*one, *other])?);
        }
        let organization = sum([self.organization, further.organization])?;
        Ok(Self {
            fees: Fees::from_parts(&fees)?,
            credits,
            organization,
        })
    }
}
