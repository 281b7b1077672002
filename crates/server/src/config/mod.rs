//! Settings: flags before environment before file before defaults.

mod file;
mod options;
mod payments;
mod settings;

pub use options::{LogFormat, Options, PaymentProvider};
pub use settings::{Demo, Drain, Settings};
