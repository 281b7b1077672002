//! What a refund takes back of the fees and the revenue shares of a sale (rules m5 and m10).

mod parts;

pub use parts::{Credit, Reversal, Sale};

use crate::fees::{Fees, sum};
use entities::fee_schedule::RefundedFeeBearer;
use kernel::{MoneyError, Share, allocate_further, proportion};

/// What to post when the refunds of a sale have grown to `refunded`, of which `before` is posted already (rule m5).
///
/// `refunded` is gross: without sales tax, and with all earlier refunds. The totals that belong to it are
///
/// - net: `net × refunded / gross`, half up, divided by largest remainder over what was credited, the organization as
///   the youngest: a refund reverses at the split of the sale, whatever the split is today (rule m10);
/// - fees: `refunded − net`, divided by largest remainder over the three fees of the sale. The provider keeps the
///   processing fee. Where it is agreed that it is shared, its total is added to the net before that is divided; where
///   nobody was credited anything there is nobody to share it with.
///
/// The answer is those totals less `before`. What holds, whatever the steps were: the parts of every refund add up to
/// its gross; no part of it is negative; and when everything is refunded every part of the sale is reversed exactly. While
/// the organization bears the processing fee, nobody else loses more than they were credited. Where the largest remainder of a larger refund would return a cent to somebody,
/// they keep their earlier total and the others share the difference, see [`kernel::allocate_further`]; that is why
/// `before` is what was posted and not just its gross.
///
/// `refunded` below what was refunded before or above the gross amount, or a negative part of the sale, is
/// [`MoneyError::OutOfRange`].
pub fn reverse(sale: &Sale, before: &Reversal, refunded: i64) -> Result<Reversal, MoneyError> {
    let (gross, shared) = (sale.gross()?, sale.net()?);
    let refunded_before = before.gross()?;
    if refunded < refunded_before || refunded > gross {
        return Err(MoneyError::OutOfRange);
    }
    let net = proportion(shared, refunded, gross)?;
    let net_before = proportion(shared, refunded_before, gross)?;
    let Fees {
        platform,
        withholding,
        ..
    } = before.fees;
    // Who bore it does not matter here: it is what is left of the fees.
    let kept_before = sum([refunded_before, -net_before, -platform, -withholding])?;
    let fees = divide(
        sum([refunded, -net])?,
        shares(sale.fees.parts()),
        &[platform, kept_before, withholding],
    )?;
    let mut fees = Fees::from_parts(&fees)?;
    let burden = match sale.refunded_fee_bearer {
        RefundedFeeBearer::Shared if shared > 0 => sum([kept_before, std::mem::take(&mut fees.processing)])?,
        RefundedFeeBearer::Shared | RefundedFeeBearer::Organization => 0,
    };

    let mut weights: Vec<Share> = Vec::with_capacity(sale.credits.len() + 1);
    for credit in &sale.credits {
        weights.push(Share {
            weight: credit.amount,
            seniority: credit.seniority,
        });
    }
    weights.push(Share {
        weight: sale.organization,
        seniority: i64::MAX,
    });
    let mut earlier = before.credits.clone();
    earlier.push(before.organization);
    let mut credits = divide(sum([net, burden])?, weights, &earlier)?;
    let organization = credits.pop().ok_or(MoneyError::OutOfRange)?;
    Ok(Reversal {
        fees,
        credits,
        organization,
    })
}

/// What each share gets more than before.
fn divide(total: i64, shares: Vec<Share>, before: &[i64]) -> Result<Vec<i64>, MoneyError> {
    let totals = allocate_further(total, &shares, before)?;
    Ok(totals
        .iter()
        .zip(before)
        .map(|(now, earlier)| now - earlier)
        .collect())
}

fn shares(weights: [i64; 3]) -> Vec<Share> {
    (0..)
        .zip(weights)
        .map(|(seniority, weight)| Share { weight, seniority })
        .collect()
}

#[cfg(test)]
mod tests;
