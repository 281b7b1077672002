//! The API: per-domain root objects composed into one schema, and the HTTP server around it.
//!
//! Input types, payloads and root fields live here, one folder per domain; what they show comes from `graph`, what they
//! do from the services. The schema is built in exactly one place, [`schema()`], where everything is monomorphized.

mod ahead;
mod base;
mod certificate;
mod commerce;
mod content;
mod cors;
mod download;
mod execute;
mod finance;
mod governance;
pub mod http;
mod identity;
mod learning;
mod live;
mod orders;
mod people;
mod rate;
mod receive;
mod reference;
mod router;
mod schema;
mod webhook;

pub use cors::AllowedOrigins;
pub use live::{LiveSettings, Stopping};
pub use rate::RateSettings;
pub use router::{DemoAccount, GatewaySettings, Services, router};
pub use schema::{ApiSchema, Mutation, Query, Subscription, example_operations, schema, sdl};
