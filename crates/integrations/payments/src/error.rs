//! Why a provider did not do what it was asked, and why a message was not believed.

/// Why a payment or refund was not made. What a customer's bank refuses is no error but a
/// [`PaymentState::Failed`](crate::PaymentState::Failed) payment.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// The settings are wrong: only an operator can help.
    #[error("{0}")]
    Settings(String),
    /// The provider will never do this as it was asked.
    #[error("{0}")]
    Permanent(String),
    /// The same request, with the same key, may be answered later.
    #[error("{0}")]
    Temporary(String),
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// No signature, a wrong one, or one that is too old or from the future.
    #[error("the signature does not hold")]
    Signature,
    /// Signed, and yet not a message of this provider.
    #[error("the message cannot be read")]
    Malformed,
}
