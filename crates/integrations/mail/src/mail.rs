//! A mail and the way out.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::error::MailError;

/// One mail to one person.
///
/// Its parts contain links that open accounts, so `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The caller's own name for this mail, the same each time it is tried. It becomes the left
    /// side of the Message-ID and a file name, so it consists of at most 100 letters, digits, `-`,
    /// `_` and `.`, and begins with a letter or a digit.
    pub id: String,
    /// The recipient's address.
    pub to: String,
    /// The recipient's name, shown next to the address.
    pub to_name: Option<String>,
    /// The subject.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("id", &self.id)
            .field("to", &self.to)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// A way for mail to leave.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a mail over. `Ok` means that somebody else is responsible for it now; after a
    /// [temporary](MailError::is_permanent) error the same mail may be sent again.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;

    /// Where mail goes, for the log line at start; without passwords.
    fn describe(&self) -> String;
}
