//! Why an amount or a rate is refused.

/// Why something is not an amount, or cannot be calculated with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not an ISO 4217 code.
    #[error("unknown currency")]
    UnknownCurrency,
    /// More decimals than the currency or a rate has.
    #[error("more than {0} decimals")]
    TooPrecise(u32),
    /// Beyond what can be stored, or more than there is: a part larger than its whole, a share of nothing.
    #[error("amount out of range")]
    OutOfRange,
}
