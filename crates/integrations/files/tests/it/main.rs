//! Stores of files that are reached over the network.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at its first surprise"
)]

mod bucket;
mod s3;
