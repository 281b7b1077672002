//! The entries of a sale and of a refund: who earns how much, and what is debited and credited for it.

use crate::{
    fees::{FeeRates, Fees, deduct, sum},
    posting::Side,
    split::{RevenueShare, split},
};
use entities::ledger_account::AccountCode;
use kernel::{AttributionId, EmployeeId, MoneyError, Rate};

/// An attribution that is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entitled {
    /// The attribution.
    pub attribution: AttributionId,
    /// Who earns.
    pub employee: EmployeeId,
    /// The share of the net.
    pub share: Rate,
}

/// What an attribution has earned, or what is taken back of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    /// Who, for what, and with which share.
    pub by: Entitled,
    /// In minor units; negative when it is taken back.
    pub amount: i64,
}

/// What is recognized for one line: positive for a sale, negative for a refund. `gross = fees + earned + organization`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognized {
    /// Without sales tax.
    pub gross: i64,
    /// Sales tax.
    pub tax: i64,
    /// What is deducted.
    pub fees: Fees,
    /// What the attributions get.
    pub earned: Vec<Earned>,
    /// What the organization gets.
    pub organization: i64,
}

impl Recognized {
    /// What was shared.
    pub fn net(&self) -> Result<i64, MoneyError> {
        sum(self
            .earned
            .iter()
            .map(|earned| earned.amount)
            .chain([self.organization]))
    }
}

/// Deducts the fees of a sold line and shares the rest among the attributions, the older first.
pub fn recognize(
    gross: i64,
    tax: i64,
    rates: &FeeRates,
    entitled: &[Entitled],
) -> Result<Recognized, MoneyError> {
    let after = deduct(gross, rates)?;
    let shares: Vec<RevenueShare> = (0..)
        .zip(entitled)
        .map(|(seniority, by)| RevenueShare {
            rate: by.share,
            seniority,
        })
        .collect();
    let parts = split(after.net, &shares)?;
    Ok(Recognized {
        gross,
        tax,
        fees: after.fees,
        earned: entitled
            .iter()
            .zip(parts.shares)
            .map(|(by, amount)| Earned { by: *by, amount })
            .collect(),
        organization: parts.organization,
    })
}

/// What customers paid with, or got back: positive for a sale, negative for a refund.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tenders {
    /// Through a payment provider.
    pub payment: i64,
    /// With gift cards.
    pub gift_cards: i64,
}

/// The sides of a sale, or with everything negative those of a refund.
///
/// The provider takes its fee out of what it has collected, and only once: the fees of a refund have to come without it
/// (rule m10).
pub fn sides(tenders: Tenders, lines: &[Recognized]) -> Vec<Side> {
    let mut sides = vec![
        Side::debit(AccountCode::Clearing, tenders.payment),
        Side::debit(AccountCode::GiftCards, tenders.gift_cards),
    ];
    for line in lines {
        let Recognized {
            gross,
            tax,
            fees,
            earned,
            organization: _,
        } = line;
        let Fees {
            platform,
            processing,
            withholding,
        } = *fees;
        sides.extend([
            Side::debit(AccountCode::Sales, -gross),
            Side::debit(AccountCode::SalesTax, -tax),
            Side::debit(AccountCode::PlatformFee, platform),
            Side::debit(AccountCode::PlatformPayable, -platform),
            Side::debit(AccountCode::ProcessingFee, processing),
            Side::debit(AccountCode::Clearing, -processing),
            Side::debit(AccountCode::Withholding, withholding),
            Side::debit(AccountCode::WithholdingPayable, -withholding),
        ]);
        for Earned { by, amount } in earned {
            sides.push(Side::debit(AccountCode::RevenueShare, *amount));
            sides.push(Side::payable(by.employee, -amount));
        }
    }
    sides
}

#[cfg(test)]
mod tests;
