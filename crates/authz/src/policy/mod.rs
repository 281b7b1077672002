//! Which rows an actor sees, one file per domain.

mod governance;
mod identity;
mod people;

use crate::{Access, Actor};
use kernel::OrganizationId;
use sea_orm::{Condition, EntityTrait, ExprTrait, sea_query::Expr};

/// A table whose rows belong to one organization.
pub trait Owned: EntityTrait {
    /// The column that names the organization.
    const ORGANIZATION: Self::Column;
    /// The primary key.
    const ID: Self::Column;
    /// The rows this actor sees, within the organization.
    fn visible(access: &Access) -> Condition;
    /// Puts a new row into an organization.
    fn place(row: &mut Self::ActiveModel, organization: OrganizationId);
}

/// A table that belongs to no organization.
pub trait Global: EntityTrait {
    /// The primary key.
    const ID: Self::Column;
    /// The rows this actor sees.
    fn visible(actor: &Actor) -> Condition;
}

/// No row at all.
pub fn never() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}

/// Every row of the organization.
fn everything() -> Condition {
    Condition::all()
}

/// Every table that belongs to an organization.
pub const OWNED_TABLES: &[&str] = &[
    "organization",
    "member",
    "employee",
    "member_invitation",
    "employee_invitation",
    "permission_grant",
    "event",
];

/// Every table that belongs to none, with the reason it may.
pub const GLOBAL_TABLES: &[(&str, &str)] = &[
    ("user", "people are the same in every organization"),
    ("account", "proofs of identity belong to the person"),
    ("session", "signing in comes before any organization"),
    ("email_token", "proves the person's address"),
    ("login_attempt", "signing in comes before any organization"),
    ("throttle", "counts attempts before anybody is known"),
    ("profile", "profiles belong to the person"),
    ("job_profile", "professional identity spans organizations"),
    (
        "delivery",
        "work for the server's own workers; the event it points to carries the organization",
    ),
    ("seaql_migrations", "the database's own history"),
];
