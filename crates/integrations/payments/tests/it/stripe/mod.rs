//! Stripe, with a fake one on this machine: what is sent, what answers mean, and which messages are believed.

mod create;
mod currencies;
mod failures;
mod messages;
mod recorded;
mod refunds;
mod settings;
mod signatures;
mod world;
