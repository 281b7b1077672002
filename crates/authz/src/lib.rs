//! Who may see and do what. Pure: no connection, no clock, no async.
//!
//! * [`Actor`] is who asks; [`Access`] is that actor inside one organization, with what their roles and grants allow.
//! * A *policy* says which rows of a table an actor sees ([`Owned`], [`Global`]); every query is born with it.
//! * An *action* says who may change a row ([`Action`]); only `store` turns a permitted action into evidence.

mod access;
mod action;
pub mod actions;
mod actor;
mod matrix;
mod permissions;
mod policy;
mod roles;

pub use access::{Access, Employment, Membership};
pub use action::{Action, Consequence, Create, Entails, GlobalAction, OwnedAction, Reach, Yields};
pub use actor::{Actor, SignedIn, SystemTask};
pub use matrix::permission_matrix;
pub use permissions::PermissionSet;
pub use policy::{
    GLOBAL_TABLES, Global, OWNED_TABLES, Owned, chapters_of_visible_courses, is_released,
    lessons_of_visible_chapters, lessons_of_visible_courses, never, readable_contents, readable_files,
    released_lessons,
};
pub use roles::{access_role_permissions, access_role_rank, work_role_permissions, work_role_rank};
