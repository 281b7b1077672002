//! Outgoing mail.
//!
//! Two halves that know nothing of each other:
//!
//! - what the product says: a [`Letter`] with its facts, which [`compose`] turns into a subject, a
//!   plain text and an HTML page;
//! - how it leaves the house: a [`Mail`] with an address, handed to a [`Mailer`], which is an SMTP
//!   server, a folder on a developer's disk or a list in a test.
//!
//! Sending is *at least once*: a caller that does not know whether a mail went out sends it again
//! with the same [`Mail::id`], and the Message-ID that follows from it lets servers and mailboxes
//! recognise the copy.

mod address;
mod clean;
mod compose;
mod error;
mod facts;
mod folder;
mod letter;
mod mail;
mod memory;
mod message;
mod settings;
mod smtp;
mod smtp_failure;
mod smtp_url;
mod subject;
mod templates;

pub use compose::{Brand, Composed, compose};
pub use error::MailError;
pub use folder::FolderMailer;
pub use letter::Letter;
pub use mail::{Mail, Mailer};
pub use memory::MemoryMailer;
pub use settings::{MailSettings, build};
pub use smtp::SmtpMailer;
