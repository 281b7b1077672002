//! A chapter or lesson that a member opened before its date, for points.

use crate::{ByPosition, column::belongs_to};
use kernel::{ChapterId, CourseId, EarlyUnlockId, LessonId, MemberId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One early unlock: of a chapter or of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "early_unlock")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EarlyUnlockId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who opened it.
    pub member_id: MemberId,
    /// The course it belongs to.
    pub course_id: CourseId,
    /// The chapter, if it is one.
    pub chapter_id: Option<ChapterId>,
    /// The lesson, if it is one.
    pub lesson_id: Option<LessonId>,
    /// What was paid.
    pub points_spent: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Member: MemberId -> entities::member, Id;
    Course: CourseId -> entities::course, Id;
    Chapter: ChapterId -> entities::chapter, Id;
    Lesson: LessonId -> entities::lesson, Id;
}

impl ActiveModelBehavior for ActiveModel {}
