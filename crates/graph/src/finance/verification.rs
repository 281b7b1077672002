//! Calculating a payout again.

use super::{Earning, Payout, VerificationResult, keys::EarningById, value::money};
use crate::{Money, OrgView};
use async_graphql::{ComplexObject, Result, SimpleObject};
use entities::payout;
use kernel::EarningId;

/// What came out of calculating a payout again, from the order lines and refunds behind it.
#[derive(SimpleObject, Debug)]
pub struct PayoutVerification {
    /// The payout.
    pub payout: Payout,
    /// Whether it is what its sales and refunds come to.
    pub result: VerificationResult,
    /// What they come to.
    pub recomputed: Money,
    /// The lines that do not agree; empty for a `MATCH`.
    pub differences: Vec<EarningDifference>,
}

/// A line of a payout that does not agree with its sale.
#[derive(SimpleObject, Debug)]
#[graphql(complex)]
pub struct EarningDifference {
    #[graphql(skip)]
    view: OrgView,
    #[graphql(skip)]
    earning_id: EarningId,
    /// What the sale comes to.
    pub expected: Money,
    /// What was paid.
    pub found: Money,
}

#[ComplexObject]
impl EarningDifference {
    /// The line.
    async fn earning(&self) -> Result<Option<Earning>> {
        let row = self.view.load(EarningById(self.earning_id)).await?;
        Ok(row.map(|row| Earning::new(self.view.clone(), row)))
    }
}

/// Shows a verification: the payout, what it comes to, and the earnings that differ with what was expected and found.
pub fn verify_payout(
    view: &OrgView,
    payout: payout::Model,
    recomputed_minor: i64,
    matches: bool,
    differences: Vec<(EarningId, i64, i64)>,
) -> Result<PayoutVerification> {
    let currency = payout.currency.clone();
    Ok(PayoutVerification {
        payout: Payout::new(view.clone(), payout),
        result: if matches {
            VerificationResult::Match
        } else {
            VerificationResult::Mismatch
        },
        recomputed: money(recomputed_minor, &currency)?,
        differences: differences
            .into_iter()
            .map(|(earning_id, expected, found)| {
                Ok(EarningDifference {
                    view: view.clone(),
                    earning_id,
                    expected: money(expected, &currency)?,
                    found: money(found, &currency)?,
                })
            })
            .collect::<Result<_>>()?,
    })
}
