//! Every action there is, one file per domain.

mod identity;
mod people;

pub use identity::*;
pub use people::*;

pub(crate) use people::{CREATIONS, OWNED_ACTIONS};
