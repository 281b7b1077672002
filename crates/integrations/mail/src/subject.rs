//! The subject line of each letter.

use crate::clean::{NAME_CHARS, one_line};
use crate::letter::Letter;

/// The subject of a letter: one line, whatever the names in it contain.
pub(crate) fn subject(letter: &Letter, product: &str) -> String {
    let name = |value: &str| one_line(value, NAME_CHARS);
    match letter {
        Letter::VerifyEmail { .. } => format!("Confirm your e-mail address for {product}"),
        Letter::AccountExists { .. } => format!("You already have a {product} account"),
        Letter::ResetPassword { .. } => format!("Choose a new password for {product}"),
        Letter::PasswordChanged { .. } => format!("Your {product} password has been changed"),
        Letter::MemberInvitation {
            organization,
            inviter,
            ..
        } => format!("{} invites you to join {}", name(inviter), name(organization)),
        Letter::EmployeeInvitation {
            organization,
            inviter,
            ..
        } => format!("{} invites you to work for {}", name(inviter), name(organization)),
        Letter::EmployeeApproved { organization, .. } => {
            format!("{} has approved you as an employee", name(organization))
        }
        Letter::EmployeeRejected { organization, .. } => {
            format!("{} has not approved you as an employee", name(organization))
        }
    }
}
