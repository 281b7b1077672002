//! Settings: flags before environment before file before defaults.

mod file;
mod files;
mod options;
mod payment;
mod settings;

pub use files::FileSettings;
pub use options::{LogFormat, Options, PaymentProvider};
pub use settings::{Demo, Drain, Settings};
