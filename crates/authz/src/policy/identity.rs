//! What belongs to a person and not to an organization.
//!
//! Here a person sees what is theirs. What others may see of them is decided by the organization they share, where a
//! member's or employee's row leads to it.

use super::{Global, everything, never};
use crate::Actor;
use entities::{
    account, delivery, email_token, job_profile, login_attempt, platform_secret, profile, session, throttle,
    user,
};
use sea_orm::{ColumnTrait, Condition};

macro_rules! belongs_to_user {
    ($($module:ident, $id:ident, $owner:ident, operators: $operators:literal;)*) => {$(
        impl Global for $module::Entity {
            const ID: Self::Column = $module::Column::$id;
            fn visible(actor: &Actor) -> Condition {
                if actor.is_system() || ($operators && actor.is_operator()) {
                    return everything();
                }
                match actor.user() {
                    Some(user) => Condition::all().add($module::Column::$owner.eq(user)),
                    None => never(),
                }
            }
        }
    )*};
}

belongs_to_user! {
    user, Id, Id, operators: true;
    account, Id, UserId, operators: false;
    session, Id, UserId, operators: false;
    login_attempt, Id, UserId, operators: true;
    profile, Id, UserId, operators: false;
    job_profile, ProfileId, UserId, operators: false;
}

macro_rules! for_the_server_only {
    ($($module:ident, $id:ident;)*) => {$(
        impl Global for $module::Entity {
            const ID: Self::Column = $module::Column::$id;
            fn visible(actor: &Actor) -> Condition {
                if actor.is_system() { everything() } else { never() }
            }
        }
    )*};
}

for_the_server_only! {
    email_token, Id;
    throttle, Key;
    platform_secret, Name;
    delivery, Id;
}
