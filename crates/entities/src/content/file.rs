//! A file that somebody uploaded. Its bytes are in the file store, under its id.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{CourseId, FileId, LessonId, OrganizationId, TypedId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What a file is for.
    FilePurpose {
        /// Something to work with in a lesson.
        LessonAttachment = "LESSON_ATTACHMENT",
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "file")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// What it is for.
    pub purpose: FilePurpose,
    /// The course it belongs to.
    pub course_id: Option<CourseId>,
    /// The lesson it belongs to.
    pub lesson_id: Option<LessonId>,
    /// Who uploaded it.
    pub uploader_user_id: UserId,
    /// Its name, without a path.
    pub name: String,
    /// Its media type, read from its bytes.
    pub content_type: String,
    /// Its length.
    pub byte_size: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// The id under which its bytes are stored, where several files share them; otherwise they are under its own.
    pub storage_id: Option<Uuid>,
    /// When it was uploaded.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Course: CourseId -> entities::course, Id;
    Lesson: LessonId -> entities::lesson, Id;
    Uploader: UploaderUserId -> entities::user, Id;
}

impl Model {
    /// The id under which its bytes are stored.
    pub fn stored_as(&self) -> Uuid {
        self.storage_id.unwrap_or_else(|| self.id.uuid())
    }
}

impl ActiveModelBehavior for ActiveModel {}
