//! What is sold and what it costs.
//!
//! So far this is the arithmetic of prices alone, in [`pricing`].

pub mod pricing;
