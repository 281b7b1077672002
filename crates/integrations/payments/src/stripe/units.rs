//! Amounts as Stripe writes them: in the minor unit of ISO 4217, as ours, but for a few currencies.
//!
//! See <https://docs.stripe.com/currencies>, "Zero-decimal currencies" and "Special cases".

use crate::PaymentError;

/// How the two ways of writing an amount differ.
enum Unit {
    /// Not at all.
    Same,
    /// Not at all, but card networks know only two of the three decimals.
    Tens,
    /// Stripe counts hundredths of our unit: it has kept decimals that the currency has given up.
    Hundredths,
    /// Stripe counts hundreds of our unit: it leaves out decimals that ISO 4217 knows.
    Hundreds,
    /// Not known for sure, so nothing is charged.
    Unknown,
}

fn unit(currency: &str) -> Unit {
    match currency {
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => Unit::Tens,
        "ISK" => Unit::Hundredths,
        "MGA" => Unit::Hundreds,
        // Stripe lists the Ugandan shilling among those without decimals and also among those that have kept them.
        // The others have no two decimals, and Stripe does not list them at all.
        "UGX" | "IQD" | "LYD" | "CLF" | "UYI" | "UYW" => Unit::Unknown,
        _ => Unit::Same,
    }
}

/// An amount of ours as Stripe writes it. What cannot be said exactly is not charged.
pub(super) fn to_stripe(minor: i64, currency: &str) -> Result<i64, PaymentError> {
    let refused = |why: &str| PaymentError::Permanent(format!("Stripe cannot move {currency}: {why}"));
    if minor <= 0 {
        return Err(refused("the amount is not above zero"));
    }
    let whole = |step: i64| minor.checked_rem(step) == Some(0);
    match unit(currency) {
        Unit::Same => Ok(minor),
        Unit::Tens if whole(10) => Ok(minor),
        Unit::Tens => Err(refused("the last of its three decimals has to be zero")),
        Unit::Hundredths => minor
            .checked_mul(100)
            .ok_or_else(|| refused("the amount is too large")),
        Unit::Hundreds if whole(100) => Ok(minor.div_euclid(100)),
        Unit::Hundreds => Err(refused("only whole units can be charged")),
        Unit::Unknown => Err(refused("its unit there is not known for sure")),
    }
}

/// An amount of Stripe's as we write it; none if it cannot be one that was asked for by us.
pub(super) fn from_stripe(amount: i64, currency: &str) -> Option<i64> {
    match unit(currency) {
        Unit::Same | Unit::Tens => Some(amount),
        Unit::Hundredths => (amount.checked_rem(100) == Some(0)).then(|| amount.div_euclid(100)),
        Unit::Hundreds => amount.checked_mul(100),
        Unit::Unknown => None,
    }
}

/// A currency of Stripe's, in small letters there, as ISO 4217 writes it.
pub(super) fn currency(code: &str) -> Option<String> {
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}
