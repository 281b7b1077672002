//! The binary `volmify`: settings, commands, the worker, and the seed. What the product is lives in the other crates.

mod cli;
mod commands;
pub mod config;
pub mod doctor;
mod health;
mod logging;
pub mod seed;
mod serve;
mod setup;
mod words;
pub mod worker;

pub use cli::{Cli, Command, OperatorCommand};
pub use commands::run;
