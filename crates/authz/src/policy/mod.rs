//! Which rows an actor sees, one file per domain.

mod commerce;
mod content;
mod finance;
mod governance;
mod identity;
mod learning;
mod people;

use crate::{Access, Actor};
use entities::ByPosition;
use kernel::OrganizationId;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait,
    sea_query::{Expr, Query, SelectStatement},
};

/// A table whose rows belong to one organization.
pub trait Owned: EntityTrait<Model: ByPosition> {
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
pub trait Global: EntityTrait<Model: ByPosition> {
    /// The primary key.
    const ID: Self::Column;
    /// The rows this actor sees.
    fn visible(actor: &Actor) -> Condition;
}

/// No row at all.
pub fn never() -> Condition {
    // A constant and not a comparison of parameters, so that a plan made for all parameters knows it too.
    Condition::all().add(Expr::cust("FALSE"))
}

/// Every row of the organization.
fn everything() -> Condition {
    Condition::all()
}

/// Gives tables their policies: the table, and the rows an actor sees of it.
macro_rules! owned {
    ($($(#[doc = $doc:literal])* $module:ident => |$access:ident| $visible:expr;)*) => {$(
        impl $crate::Owned for entities::$module::Entity {
            const ORGANIZATION: Self::Column = entities::$module::Column::OrganizationId;
            const ID: Self::Column = entities::$module::Column::Id;

            $(#[doc = $doc])*
            fn visible($access: &$crate::Access) -> sea_orm::Condition {
                $visible
            }

            fn place(row: &mut Self::ActiveModel, organization: kernel::OrganizationId) {
                row.organization_id = sea_orm::ActiveValue::Set(organization);
            }
        }
    )*};
}
use owned;

pub(crate) use content::authored;
pub use content::{
    chapters_of_visible_courses, is_released, lessons_of_visible_chapters, lessons_of_visible_courses,
    readable_contents, readable_files, released_lessons,
};

/// The keys of another table's rows that match, all of them in the actor's organization.
fn keys<E: Owned>(access: &Access, column: E::Column, matching: Condition) -> SelectStatement {
    Query::select()
        .column(column.as_column_ref())
        .from(E::default().table_ref())
        .and_where(E::ORGANIZATION.eq(access.organization()))
        .cond_where(matching)
        .to_owned()
}

/// The rows whose parent the actor sees.
fn through<P: Owned>(access: &Access, column: impl ColumnTrait) -> Condition {
    let visible = P::visible(access);
    if visible.is_empty() {
        return everything();
    }
    Condition::all().add(column.in_subquery(keys::<P>(access, P::ID, visible)))
}

/// Every table that belongs to an organization.
pub const OWNED_TABLES: &[&str] = &[
    "organization",
    "member",
    "employee",
    "member_invitation",
    "member_invitation_course",
    "employee_invitation",
    "permission_grant",
    "event",
    "category",
    "tag",
    "course",
    "course_tag",
    "course_text",
    "course_import",
    "course_mentor",
    "course_prerequisite",
    "chapter",
    "lesson",
    "lesson_content",
    "file",
    "quiz",
    "quiz_question",
    "quiz_option",
    "quiz_key",
    "enrollment",
    "lesson_progress",
    "quiz_attempt",
    "quiz_answer",
    "certificate",
    "point_balance",
    "point_entry",
    "early_unlock",
    "course_rating",
    "product",
    "variant",
    "price",
    "offer",
    "tax_rate",
    "gift_card",
    "order",
    "order_line",
    "order_discount",
    "offer_use",
    "gift_card_use",
    "payment",
    "payment_event",
    "dispute",
    "refund",
    "refund_line",
    "refund_tender",
    "fee_schedule",
    "attribution",
    "revenue",
    "payout_run",
    "payout",
    "earning",
    "ledger_account",
    "ledger_transaction",
    "ledger_posting",
    "idempotency_key",
    "webhook_endpoint",
    "webhook_delivery",
];

/// Every table that belongs to none, with the reason it may.
pub const GLOBAL_TABLES: &[(&str, &str)] = &[
    ("user", "people are the same in every organization"),
    ("account", "proofs of identity belong to the person"),
    ("session", "signing in comes before any organization"),
    ("email_token", "proves the person's address"),
    ("login_attempt", "signing in comes before any organization"),
    ("platform_secret", "drawn once for all servers of the platform"),
    ("throttle", "counts attempts before anybody is known"),
    ("profile", "profiles belong to the person"),
    ("job_profile", "professional identity spans organizations"),
    (
        "delivery",
        "work for the server's own workers; the event it points to carries the organization",
    ),
    ("seaql_migrations", "the database's own history"),
];
