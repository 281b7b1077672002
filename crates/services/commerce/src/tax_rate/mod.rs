//! Tax rates: what a jurisdiction takes, in versions. An order keeps the version it was taxed with.

mod create;

pub use create::{CreateTaxRate, create_tax_rate};
