//! The binary `volmify`: settings, commands, the worker, the seed, and imports. What the product is lives in the other crates.

mod cli;
mod commands;
pub mod config;
pub mod doctor;
mod health;
pub mod import;
mod listening;
mod logging;
pub mod seed;
mod serve;
mod setup;
mod words;
pub mod worker;

pub use cli::{Cli, Command, Import, ImportFormat, OperatorCommand};
pub use commands::run;
pub use listening::ListenSettings;
