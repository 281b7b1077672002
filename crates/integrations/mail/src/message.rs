//! The form in which a mail travels.

use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use url::Url;

use crate::address::{recipient, sender};
use crate::clean::one_line;
use crate::error::MailError;
use crate::mail::Mail;

/// The longest subject, in characters.
const SUBJECT_CHARS: usize = 250;

/// The longest [`Mail::id`], short enough for a Message-ID on one line.
const ID_CHARS: usize = 100;

/// The sending side of every message: who writes, and on behalf of which host.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    from: Mailbox,
    host: String,
}

impl Sender {
    /// Understands the two settings every way out needs.
    pub(crate) fn new(from: &str, public_url: &Url) -> Result<Self, MailError> {
        let from = sender(from).ok_or_else(|| {
            MailError::Settings(format!(
                "the sender {from:?} is not a usable address; set it to something like \
                 `Volmify <no-reply@example.com>`"
            ))
        })?;
        let host = public_url.host_str().ok_or_else(|| {
            MailError::Settings(format!(
                "the public address {public_url} has no host name; set it to something like \
                 `https://learn.example.com`"
            ))
        })?;
        Ok(Self {
            from,
            host: host.to_owned(),
        })
    }

    /// The message of a mail. The same mail has the same Message-ID each time.
    pub(crate) fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        check_id(&mail.id)?;
        let to = recipient(mail)?;
        let wrong = |error: String| {
            MailError::Permanent(format!("the mail {} cannot be put together: {error}", mail.id))
        };
        // Stated here, because otherwise the recipient would be read back out of the header.
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.email.clone()])
            .map_err(|error| wrong(error.to_string()))?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .envelope(envelope)
            .subject(one_line(&mail.subject, SUBJECT_CHARS))
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            // Asks automatic responders to stay silent (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(MultiPart::alternative_plain_html(
                mail.text.clone(),
                mail.html.clone(),
            ))
            .map_err(|error| wrong(error.to_string()))
    }
}

fn check_id(id: &str) -> Result<(), MailError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.len() <= ID_CHARS && id.starts_with(|c: char| c.is_ascii_alphanumeric()) && id.chars().all(is_plain)
    {
        return Ok(());
    }
    Err(MailError::Permanent(format!(
        "the mail id {id:?} is not usable; use up to {ID_CHARS} letters, digits, `-`, `_` and `.`"
    )))
}
