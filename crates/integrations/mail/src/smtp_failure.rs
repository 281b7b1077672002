//! What an SMTP failure means for the mail.

use lettre::Message;
use lettre::transport::smtp::Error;

use crate::error::MailError;

/// Answers about us and not about the mail: authentication is required, too weak, wrong, or wants
/// encryption. They are 5xx, but the mail is fine once an operator has corrected the settings.
const ABOUT_CREDENTIALS: [&str; 4] = ["530", "534", "535", "538"];

/// Decides whether a mail that failed may be tried again.
pub(crate) fn failure(error: &Error, message: &Message) -> MailError {
    if let Some(code) = error.status() {
        if ABOUT_CREDENTIALS.contains(&code.to_string().as_str()) {
            return MailError::Temporary(format!(
                "the mail server does not accept our user name and password; correct them in the \
                 SMTP URL: {error}"
            ));
        }
        if error.is_permanent() {
            return MailError::Permanent(format!(
                "the mail server refuses this mail for good; check the recipient's address and \
                 that the server may send for the configured sender: {error}"
            ));
        }
        return MailError::Temporary(format!(
            "the mail server refuses this mail for now; send it again later: {error}"
        ));
    }
    let envelope = message.envelope();
    let is_international = envelope.to().iter().any(|to| !to.to_string().is_ascii());
    // Found out by the client before anything is sent: the server lacks an extension.
    if error.is_client() && is_international {
        return MailError::Permanent(format!(
            "the mail server cannot deliver to an address with characters outside ASCII; ask the \
             person for another address: {error}"
        ));
    }
    MailError::Temporary(format!(
        "the mail server cannot be talked to; check the SMTP URL and that the server is up, the \
         mail can be sent again: {error}"
    ))
}
