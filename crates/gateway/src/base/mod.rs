//! What all root fields have in common: reading inputs, running commands, answering with payloads.

mod command;
mod desk;
mod input;
mod outcome;
mod payload;
mod picture;

pub(crate) use command::{change, in_organization, perform, view_after};
pub(crate) use desk::{Desk, FilePlaces};
pub(crate) use input::{money, optional_id, parse_id, parse_ids, patch};
pub(crate) use outcome::{Outcome, settle};
pub(crate) use payload::payload;
pub(crate) use picture::{REHEARSED, stored_picture};
