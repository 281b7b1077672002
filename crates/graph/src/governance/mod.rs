//! The event log.

mod enums;
mod event;
mod feed;

pub use enums::{Capacity, EventAction};
pub use event::{Event, EventConnection, EventEdge, EventFilter};
pub(crate) use event::{PageInput, events};
pub use feed::follow_events;
