//! Every action there is, one file per domain.

mod commerce;
mod content;
mod finance;
mod governance;
mod identity;
mod learning;
mod people;

pub use commerce::*;
pub use content::*;
pub use finance::*;
pub use governance::*;
pub use identity::*;
pub use learning::*;
pub use people::*;

use entities::permission_grant::Permission;

/// One line of the matrix: name, permission, the permission that is enough for one's own, whether oneself is enough.
pub(crate) type Line = (&'static str, Option<Permission>, Option<Permission>, bool);

/// The actions of every domain, in the order of the matrix.
pub(crate) const OWNED_ACTIONS: &[&[Line]] = &[
    people::OWNED_ACTIONS,
    content::OWNED_ACTIONS,
    learning::OWNED_ACTIONS,
    commerce::OWNED_ACTIONS,
    finance::OWNED_ACTIONS,
    governance::OWNED_ACTIONS,
];

/// What can be added by a permission, in the order of the matrix.
pub(crate) const CREATIONS: &[&[(&str, Permission)]] = &[
    people::CREATIONS,
    content::CREATIONS,
    commerce::CREATIONS,
    governance::CREATIONS,
];

/// What may be done to rows: per table what is the actor's own and what is about the actor, then a line per action.
macro_rules! actions {
    ($($module:ident, own: $own:expr, oneself: $oneself:expr => {
        $($(#[$doc:meta])* $name:ident = $text:literal, $permission:expr $(, or $weaker:expr)?, $self_ok:literal $(, also $also:expr)?;)*
    })*) => {
        $($(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;
            impl $crate::Action for $name {
                type On = entities::$module::Entity;
                const NAME: &'static str = $text;
            }
            impl $crate::OwnedAction for $name {
                const PERMISSION: Option<entities::permission_grant::Permission> = $permission;
                $(const OWN_PERMISSION: Option<entities::permission_grant::Permission> = Some($weaker);)?
                const ONESELF: bool = $self_ok;
                fn is_own(access: &$crate::Access, row: &entities::$module::Model) -> bool {
                    let own: fn(&$crate::Access, &entities::$module::Model) -> bool = $own;
                    own(access, row)
                }
                fn is_oneself(access: &$crate::Access, row: &entities::$module::Model) -> bool {
                    let oneself: fn(&$crate::Access, &entities::$module::Model) -> bool = $oneself;
                    oneself(access, row)
                }
                $(fn also_allowed(access: &$crate::Access) -> Option<sea_orm::Condition> {
                    let also: fn(&$crate::Access) -> Option<sea_orm::Condition> = $also;
                    also(access)
                })?
            }
        )*)*
        pub(crate) const OWNED_ACTIONS: &[super::Line] =
            &[$($(($text, $permission, super::weaker!($($weaker)?), $self_ok)),*),*];
    };
}
use actions;

/// The weaker permission of a line, if it has one.
macro_rules! weaker {
    () => {
        None
    };
    ($weaker:expr) => {
        Some($weaker)
    };
}
use weaker;

/// What may be added by whoever holds a permission.
macro_rules! creations {
    ($($(#[$doc:meta])* $name:ident = $text:literal of $module:ident by $permission:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;
            impl $crate::Create for $name {
                type Of = entities::$module::Entity;
                const NAME: &'static str = $text;
                const PERMISSION: entities::permission_grant::Permission =
                    entities::permission_grant::Permission::$permission;
            }
        )*
        pub(crate) const CREATIONS: &[(&str, entities::permission_grant::Permission)] =
            &[$(($text, entities::permission_grant::Permission::$permission)),*];
    };
}
use creations;

/// Actions that nobody holds a permission for: a rule of their own says who.
macro_rules! ruled_actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $module:ident, $allowed:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;
        impl $crate::Action for $name {
            type On = entities::$module::Entity;
            const NAME: &'static str = $text;
        }
        impl $crate::OwnedAction for $name {
            const PERMISSION: Option<entities::permission_grant::Permission> = None;
            const ONESELF: bool = false;
            fn is_own(_: &$crate::Access, _: &entities::$module::Model) -> bool {
                false
            }
            fn is_oneself(_: &$crate::Access, _: &entities::$module::Model) -> bool {
                false
            }
            fn allowed(access: &$crate::Access, row: &entities::$module::Model) -> bool {
                let allowed: fn(&$crate::Access, &entities::$module::Model) -> bool = $allowed;
                allowed(access, row)
            }
        }
    )*};
}
use ruled_actions;

/// What else an allowed action adds and changes.
macro_rules! implies {
    ($($name:ident adds [$($added:ident),*] changes [$($changed:ident),*];)*) => {
        $($(impl $crate::Yields<entities::$added::Entity> for $name {})*)*
        $($(impl $crate::Entails<entities::$changed::Entity> for $name {})*)*
    };
}
use implies;
