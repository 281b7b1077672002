//! What the product says to people.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A thing the product has to say, with its facts. [`compose`](crate::compose) finds the words.
///
/// Names and reasons are taken as people wrote them; links must be complete `http` or `https`
/// addresses. Links open accounts, so a letter's `Debug` output tells its kind and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Asks a new user to confirm the address.
    VerifyEmail {
        /// Who is addressed.
        name: String,
        /// Where the address is confirmed.
        link: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// Tells the owner of an account that somebody tried to register its address again.
    AccountExists {
        /// Who is addressed.
        name: String,
        /// Where to sign in.
        sign_in_link: String,
        /// Where to ask for a new password.
        reset_link: String,
    },
    /// Lets a user choose a new password.
    ResetPassword {
        /// Who is addressed.
        name: String,
        /// Where the new password is chosen.
        link: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// Tells a user that the password is a different one now.
    PasswordChanged {
        /// Who is addressed.
        name: String,
        /// Where to ask for a new password if it was somebody else.
        reset_link: String,
    },
    /// Invites somebody to become a member of an organization.
    MemberInvitation {
        /// Who is addressed.
        display_name: String,
        /// The organization's name.
        organization: String,
        /// The name of the person who invites.
        inviter: String,
        /// Where the invitation is answered.
        link: String,
        /// When the invitation closes.
        expires_at: DateTime<Utc>,
    },
    /// Invites somebody to work for an organization.
    EmployeeInvitation {
        /// Who is addressed.
        display_name: String,
        /// The organization's name.
        organization: String,
        /// The name of the person who invites.
        inviter: String,
        /// The role as people call it, for example `Instructor`.
        role: String,
        /// Where the invitation is answered.
        link: String,
        /// When the invitation closes.
        expires_at: DateTime<Utc>,
    },
    /// Tells an employee that the organization has approved the employment.
    EmployeeApproved {
        /// Who is addressed.
        name: String,
        /// The organization's name.
        organization: String,
        /// Where the work begins.
        link: String,
    },
    /// Tells an employee that the organization has not approved the employment.
    EmployeeRejected {
        /// Who is addressed.
        name: String,
        /// The organization's name.
        organization: String,
        /// Why, in the organization's own words.
        reason: Option<String>,
    },
}

impl Letter {
    /// The kind of letter as a word for logs and counters, for example `verify_email`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::VerifyEmail { .. } => "verify_email",
            Self::AccountExists { .. } => "account_exists",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged { .. } => "password_changed",
            Self::MemberInvitation { .. } => "member_invitation",
            Self::EmployeeInvitation { .. } => "employee_invitation",
            Self::EmployeeApproved { .. } => "employee_approved",
            Self::EmployeeRejected { .. } => "employee_rejected",
        }
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Letter({})", self.kind())
    }
}
