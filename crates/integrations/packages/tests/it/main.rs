//! Packages as they come from outside: well-formed, broken, and made to do harm.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::format_collect,
    reason = "a test stops at its first surprise"
)]

mod archives;
mod attachments;
mod cartridge;
mod damaged;
mod fixtures;
mod gift;
mod hostile;
mod olx;
mod real;
