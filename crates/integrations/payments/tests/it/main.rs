//! Tests of payment providers.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

mod stripe;
mod test_provider;
