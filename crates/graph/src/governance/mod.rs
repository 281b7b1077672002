//! The event log.

mod enums;
mod event;

pub use enums::{Capacity, EventAction};
pub use event::{Event, EventConnection, EventEdge, EventFilter};
pub(crate) use event::{PageInput, events};
