//! Why a mail did not leave.

/// Why a mail was not written, not accepted or not configured. Every message says what to do next.
///
/// Messages may name the recipient and repeat the server's answer; they never contain the link of a
/// letter or a password.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The settings are wrong: only an operator can help.
    #[error("{0}")]
    Settings(String),
    /// This mail will never be accepted as it is: an address that does not exist, a server's 5xx
    /// answer, a letter that cannot be written.
    #[error("{0}")]
    Permanent(String),
    /// The same mail may be accepted later: no connection, a server's 4xx answer, a full disk.
    #[error("{0}")]
    Temporary(String),
}

impl MailError {
    /// Whether trying the same mail again is pointless.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Settings(_) | Self::Permanent(_) => true,
            Self::Temporary(_) => false,
        }
    }
}
