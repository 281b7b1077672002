//! One movement of points. The ledger is append-only.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{MemberId, OrganizationId, PointEntryId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Why points moved.
    PointKind {
        /// A quiz passed with 90 percent or more.
        QuizExcellence = "QUIZ_EXCELLENCE",
        /// A course was completed.
        CourseCompleted = "COURSE_COMPLETED",
        /// The organization gave them.
        Granted = "GRANTED",
        /// Spent to open a chapter or lesson before its date.
        EarlyUnlock = "EARLY_UNLOCK",
    }
}

/// One point entry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "point_entry")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PointEntryId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Whose.
    pub member_id: MemberId,
    /// Why.
    pub kind: PointKind,
    /// The kind of thing that caused it, such as `quiz`.
    pub source_type: String,
    /// The thing that caused it; it counts once.
    pub source_id: Uuid,
    /// How many; negative where points were spent.
    pub amount: i64,
    /// Why they were given, in the words of whoever gave them.
    pub note: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Member: MemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}
