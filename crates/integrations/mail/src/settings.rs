//! Choosing the way out.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use crate::error::MailError;
use crate::folder::FolderMailer;
use crate::mail::Mailer;
use crate::smtp::SmtpMailer;

/// How mail leaves this installation.
#[derive(Clone)]
pub struct MailSettings {
    /// The SMTP server with its credentials; without it, mail goes to [`MailSettings::folder`].
    pub smtp_url: Option<String>,
    /// The sender of every mail, for example `Volmify <no-reply@example.com>`.
    pub from: String,
    /// Where mail is written while there is no SMTP server.
    pub folder: PathBuf,
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("smtp_url", &self.smtp_url.as_ref().map(|_| "[hidden]"))
            .field("from", &self.from)
            .field("folder", &self.folder)
            .finish()
    }
}

/// The mailer that the settings describe: an SMTP server if there is one, and the folder otherwise.
///
/// An empty `smtp_url` counts as none, because that is how a variable is commonly unset. Nothing is
/// connected or written yet; `public_url` gives every Message-ID its host.
pub fn build(settings: &MailSettings, public_url: &Url) -> Result<Arc<dyn Mailer>, MailError> {
    let smtp_url = settings.smtp_url.as_deref().map(str::trim);
    Ok(match smtp_url.filter(|url| !url.is_empty()) {
        Some(smtp_url) => Arc::new(SmtpMailer::new(smtp_url, &settings.from, public_url)?),
        None => Arc::new(FolderMailer::new(&settings.folder, &settings.from, public_url)?),
    })
}
