//! Persons, their profiles and sessions.

mod enums;
pub(crate) mod keys;
mod login_attempt;
mod profile;
mod session;
mod user;
mod viewer;

pub use enums::{LoginFailure, PlatformRole, ProfileKind, SessionTransport};
pub use login_attempt::{LoginAttempt, LoginAttemptConnection, LoginAttemptEdge, LoginAttemptFilter};
pub use profile::{JobProfile, Profile};
pub use session::{Session, SessionConnection, SessionEdge};
pub use user::{Ban, Disclosure, User, UserConnection, UserEdge, UserFilter, user_connection};
pub use viewer::Viewer;
