//! Answers that keep coming: GraphQL over WebSocket and over server-sent events.
//!
//! Both run operations the same way ([`Caller`], [`Operation`]): with the session as it is at that moment, and each answer of a
//! subscription with a context of its own. Both take places of the same stock ([`Places`]), and both end when the server does
//! ([`Stopping`]).

mod caller;
mod close;
mod message;
mod operation;
mod places;
mod settings;
mod socket;
mod sse;

pub(crate) use caller::{Caller, Client};
pub(crate) use places::{Place, Places};
pub use settings::{LiveSettings, Stopping};
pub(crate) use socket::{is_upgrade, upgrade};
pub(crate) use sse::stream;
