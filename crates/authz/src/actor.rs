//! Who asks.

use kernel::{SessionId, UserId};

/// Whoever sends a request or does the server's own work.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Nobody is signed in.
    Anonymous,
    /// A signed-in user.
    User(SignedIn),
    /// The server itself.
    System(SystemTask),
}

/// A user with a valid session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// On which device.
    pub session: SessionId,
    /// The user's address in the form that is compared.
    pub email_key: String,
    /// Whether that address is proven.
    pub email_verified: bool,
    /// Whether the user runs the platform.
    pub is_operator: bool,
    /// The operator who acts as the user, if one does.
    pub impersonator: Option<UserId>,
}

/// Why the server acts by itself. Each reason is searchable and logged with what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemTask {
    /// Writes the tokens that mails carry.
    Mail,
    /// Begins employments on their first day.
    BeginEmployments,
    /// Settles what payment providers tell, and gives up orders that were never paid.
    PaymentProvider,
    /// Hands in attempts at quizzes whose time is over.
    FinishAttempts,
    /// Gathers the words that courses are found by.
    GatherCourseText,
    /// Sends events to other systems.
    Webhooks,
    /// Removes what has expired.
    CleanUp,
    /// What whoever runs the server asks for on its command line: seeding, appointing operators.
    CommandLine,
}

impl Actor {
    /// The signed-in user.
    pub const fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Self::User(user) => Some(user),
            Self::Anonymous | Self::System(_) => None,
        }
    }

    /// The signed-in user's id.
    pub fn user(&self) -> Option<UserId> {
        self.signed_in().map(|user| user.user)
    }

    /// Whether a platform operator asks.
    pub fn is_operator(&self) -> bool {
        self.signed_in().is_some_and(|user| user.is_operator)
    }

    /// Whether the server itself acts.
    pub const fn is_system(&self) -> bool {
        matches!(self, Self::System(_))
    }

    /// Whether an operator acts as somebody else.
    pub fn is_impersonated(&self) -> bool {
        self.signed_in().is_some_and(|user| user.impersonator.is_some())
    }
}
