//! Work outside of requests: mail and messages to other systems that events cause, and what the clock makes due.
//!
//! A delivery is done at least once, and not twice as long as the process lives: it is claimed for longer than one
//! try may take, and a try that succeeded is written down before the next is claimed.

mod chores;
mod deliver;
mod files;
mod letters;
mod links;
mod run;
mod webhooks;

pub use chores::do_chores;
pub use deliver::run_due;
pub use run::Worker;
pub use webhooks::run_due_webhooks;
