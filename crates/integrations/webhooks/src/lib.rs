//! Telling other systems what happened: where to, signed with what, and how it gets there. No database.
//!
//! Signatures are those of the Standard Webhooks specification, so receivers verify them with a library they have already.

mod address;
mod secret;
mod send;
mod target;

pub use address::{Reach, is_public};
pub use secret::{Secret, Secrets};
pub use send::{Answer, Message, SendError, Sender, SenderError};
pub use target::{LONGEST_URL, TargetError, target};
