//! Single permissions beyond what roles bring.

mod grant;
mod revoke;

pub use grant::grant_permission;
pub use revoke::revoke_permission;
