//! Who people are and how they prove it: the commands that change users, sessions, passwords and profiles.
//!
//! [`Identity`] holds one method per command. A command checks its whole input first, counts the attempt where guessing
//! is possible, and then does its work in one transaction together with the event that records it. Whoever asks about
//! an e-mail address they do not own learns nothing: known and unknown addresses get the same answer for the same work.

mod attempts;
mod ban;
mod change_password;
mod changes;
mod client;
mod impersonation;
mod job_profile;
mod of_user;
mod operator;
mod password;
mod password_reset;
mod profile;
mod session;
mod sign_in;
mod sign_up;
mod token;
mod user;
mod verify_email;

pub use ban::BanUser;
pub use change_password::ChangePassword;
pub use client::Client;
pub use impersonation::Impersonate;
pub use job_profile::{CreateJobProfile, JobProfile, UpdateJobProfile};
pub use password::{PasswordCost, PasswordError, Passwords};
pub use profile::UpdateProfile;
pub use session::{Authenticated, SignedInSession};
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use user::UpdateUser;

use authz::{Actor, SignedIn};
use chrono::Duration;
use store::{Failure, Store};

/// How long what identity hands out is good for.
#[derive(Clone, Copy, Debug)]
pub struct IdentitySettings {
    /// From signing in until the session ends by itself.
    pub session_lifetime: Duration,
    /// The same for an operator who acts as somebody else.
    pub impersonation_lifetime: Duration,
    /// How long a token that proves an e-mail address can be used.
    pub verification_lifetime: Duration,
    /// How long a token that sets a new password can be used.
    pub reset_lifetime: Duration,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self {
            session_lifetime: Duration::days(30),
            impersonation_lifetime: Duration::hours(1),
            verification_lifetime: Duration::hours(24),
            reset_lifetime: Duration::hours(1),
        }
    }
}

/// The commands of this domain. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Identity {
    store: Store,
    passwords: Passwords,
    settings: IdentitySettings,
}

impl Identity {
    /// The commands on a store.
    pub const fn new(store: Store, passwords: Passwords, settings: IdentitySettings) -> Self {
        Self {
            store,
            passwords,
            settings,
        }
    }
}

/// The user who asks.
fn signed_in(actor: &Actor) -> Result<&SignedIn, Failure> {
    actor.signed_in().ok_or(Failure::Unauthenticated)
}
