//! What a customer can pay with at the test provider, like the test card numbers of other providers.

use crate::PaymentState;

/// How a payment with the test provider goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestMethod {
    /// `test_ok`: captured at once.
    Ok,
    /// `test_decline`: declined at once, with the code `card_declined`.
    Decline,
    /// `test_insufficient_funds`: declined at once, with the code `insufficient_funds`.
    InsufficientFunds,
    /// `test_3ds`: the customer has to confirm; nothing more happens before a message says so.
    ThreeDs,
    /// `test_delayed`: pending until a message says more, as with bank transfers.
    Delayed,
    /// `test_refund_delayed`: captured at once; refunds wait for a message.
    RefundDelayed,
    /// `test_refund_fails`: captured at once; refunds never reach the customer.
    RefundFails,
}

impl TestMethod {
    /// Every method, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::Ok,
        Self::Decline,
        Self::InsufficientFunds,
        Self::ThreeDs,
        Self::Delayed,
        Self::RefundDelayed,
        Self::RefundFails,
    ];

    /// What a client sends.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Ok => "test_ok",
            Self::Decline => "test_decline",
            Self::InsufficientFunds => "test_insufficient_funds",
            Self::ThreeDs => "test_3ds",
            Self::Delayed => "test_delayed",
            Self::RefundDelayed => "test_refund_delayed",
            Self::RefundFails => "test_refund_fails",
        }
    }

    /// Reads what a client sent.
    pub fn parse(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.token() == token)
    }

    /// Where a payment stands when it has just been made.
    pub(crate) const fn state(self) -> PaymentState {
        match self {
            Self::Ok | Self::RefundDelayed | Self::RefundFails => PaymentState::Captured,
            Self::Decline | Self::InsufficientFunds => PaymentState::Failed,
            Self::ThreeDs => PaymentState::RequiresAction,
            Self::Delayed => PaymentState::Pending,
        }
    }

    /// Why it is declined.
    pub(crate) const fn failure_code(self) -> Option<&'static str> {
        match self {
            Self::Decline => Some("card_declined"),
            Self::InsufficientFunds => Some("insufficient_funds"),
            Self::Ok | Self::ThreeDs | Self::Delayed | Self::RefundDelayed | Self::RefundFails => None,
        }
    }
}
