//! What may be done to what belongs to a person.

use crate::{Action, Actor, GlobalAction};
use entities::{account, email_token, job_profile, profile, session, user};

macro_rules! global_actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $module:ident, $allowed:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;
        impl Action for $name {
            type On = $module::Entity;
            const NAME: &'static str = $text;
        }
        impl GlobalAction for $name {
            fn allowed(actor: &Actor, row: &$module::Model) -> bool {
                let allowed: fn(&Actor, &$module::Model) -> bool = $allowed;
                allowed(actor, row)
            }
        }
    )*};
}

global_actions! {
    /// Change one's own personal data.
    UpdateUser = "user.update" on user, |actor, row| actor.user() == Some(row.id);
    /// Change one's own password; an operator who acts as somebody else may not.
    ChangePassword = "account.changePassword" on account,
        |actor, row| actor.user() == Some(row.user_id) && !actor.is_impersonated();
    /// End one of one's own sessions.
    EndSession = "session.end" on session, |actor, row| actor.user() == Some(row.user_id);
    /// Change one's own profile.
    UpdateProfile = "profile.update" on profile, |actor, row| actor.user() == Some(row.user_id);
    /// Change one's own job profile.
    UpdateJobProfile = "jobProfile.update" on job_profile, |actor, row| actor.user() == Some(row.user_id);
    /// Keep somebody out of the platform.
    BanUser = "user.ban" on user, |actor, _| actor.is_operator();
    /// Let somebody in again.
    UnbanUser = "user.unban" on user, |actor, _| actor.is_operator();
    /// Act as somebody else, for support.
    Impersonate = "user.impersonate" on user, |actor, _| actor.is_operator();
    /// Make somebody a platform operator; only whoever runs the server does.
    AppointOperator = "user.appointOperator" on user, |actor, _| actor.is_system();
    /// Use a token that was sent by e-mail. The evidence is the token.
    UseEmailToken = "emailToken.use" on email_token, |_, _| false;
    /// Prove to be the user: by password, or by a token that was sent to them.
    ProveIdentity = "user.prove" on user, |_, _| false;
}
