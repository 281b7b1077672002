//! What happened, and what has to happen because of it.

pub mod delivery;
pub mod event;
pub mod idempotency_key;
pub mod webhook_delivery;
pub mod webhook_endpoint;
