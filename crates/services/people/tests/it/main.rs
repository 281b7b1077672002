//! The commands on organizations and their people, on every back end.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at its first surprise"
)]

mod database;
mod look;
mod world;

mod at_once;
mod deciding;
mod employment;
mod founding;
mod isolation;
mod lifecycle;
mod member_invitations;
mod offers;
mod owners;
mod permissions;
mod recruitment;
mod settings;
