//! The facts of a letter as the templates see them.

use chrono::{DateTime, Utc};
use minijinja::{Value, context};

use crate::clean::{NAME_CHARS, one_line, paragraph};
use crate::error::MailError;
use crate::letter::Letter;

/// The values of a letter, cleaned, under the names its templates use.
pub(crate) fn facts(letter: &Letter) -> Result<Value, MailError> {
    let name = |value: &str| one_line(value, NAME_CHARS);
    let link = |value: &str| checked_link(letter, value);
    Ok(match letter {
        Letter::VerifyEmail {
            name: to,
            link: at,
            expires_at,
        }
        | Letter::ResetPassword {
            name: to,
            link: at,
            expires_at,
        } => context! {
            name => name(to),
            link => link(at)?,
            expires_at => readable(expires_at),
        },
        Letter::AccountExists {
            name: to,
            sign_in_link,
            reset_link,
        } => context! {
            name => name(to),
            sign_in_link => link(sign_in_link)?,
            reset_link => link(reset_link)?,
        },
        Letter::PasswordChanged { name: to, reset_link } => context! {
            name => name(to),
            reset_link => link(reset_link)?,
        },
        Letter::MemberInvitation {
            display_name,
            organization,
            inviter,
            link: at,
            expires_at,
        } => {
            context! {
                name => name(display_name),
                organization => name(organization),
                inviter => name(inviter),
                link => link(at)?,
                expires_at => readable(expires_at),
            }
        }
        Letter::EmployeeInvitation {
            display_name,
            organization,
            inviter,
            role,
            link: at,
            expires_at,
        } => context! {
            name => name(display_name),
            organization => name(organization),
            inviter => name(inviter),
            role => name(role),
            link => link(at)?,
            expires_at => readable(expires_at),
        },
        Letter::EmployeeApproved {
            name: to,
            organization,
            link: at,
        } => context! {
            name => name(to),
            organization => name(organization),
            link => link(at)?,
        },
        Letter::EmployeeRejected {
            name: to,
            organization,
            reason,
        } => context! {
            name => name(to),
            organization => name(organization),
            reason => reason.as_deref().map(paragraph).unwrap_or_default(),
        },
    })
}

/// A moment for people: `3 March 2030 at 14:05 UTC`.
fn readable(moment: &DateTime<Utc>) -> String {
    moment.format("%-d %B %Y at %H:%M UTC").to_string()
}

/// The link as it was given, once it is certain that it leads to a web page and that nothing in it
/// ends it early, in the text as well as in an attribute.
fn checked_link(letter: &Letter, link: &str) -> Result<String, MailError> {
    let is_web = url::Url::parse(link).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let is_whole = !link.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`')
    });
    if is_web && is_whole {
        return Ok(link.to_owned());
    }
    // The link itself stays out of the message: it may open an account.
    Err(MailError::Permanent(format!(
        "a link of the letter `{}` is not a complete web address; build links from the public \
         address of the product and percent-encode what is put into them",
        letter.kind()
    )))
}
