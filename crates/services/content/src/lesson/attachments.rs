//! Files to work with in a lesson.

use crate::parts::{self, changeable};
use authz::actions::EditCourse;
use entities::{
    event::EventAction,
    file::{self, FilePurpose},
    lesson,
};
use kernel::{Code, FileId, LessonId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};
use uuid::Uuid;

/// The most files of a lesson.
const MOST: u64 = 20;

/// A file whose bytes are stored already.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// The id of the file, under which the bytes are stored as well.
    pub id: FileId,
    /// Its name, without a path.
    pub name: String,
    /// Its media type, read from the bytes.
    pub content_type: String,
    /// Its length.
    pub byte_size: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// The id under which the bytes are stored, where it is another one.
    pub storage_id: Option<Uuid>,
}

/// Whether the actor may add a file to the lesson as things stand. To be asked before bytes are stored.
///
/// Refuses like [`add_lesson_attachment`].
pub async fn may_attach(tx: &OrgTx, lesson: LessonId) -> Result<(), Failure> {
    open(tx, lesson).await?;
    Ok(())
}

/// Adds a file at the end of a lesson's list. Refuses with `TOO_MANY_ATTACHMENTS`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn add_lesson_attachment(
    tx: &OrgTx,
    lesson: LessonId,
    input: NewAttachment,
) -> Result<lesson::Model, Failure> {
    let (course, row) = open(tx, lesson).await?;
    attach(tx, &course, lesson, input).await?;
    Ok(row)
}

/// Adds a file to a lesson of a course, however many there are.
pub(crate) async fn attach(
    tx: &OrgTx,
    course: &parts::Course,
    lesson: LessonId,
    input: NewAttachment,
) -> Result<(), Failure> {
    let NewAttachment {
        id,
        name,
        content_type,
        byte_size,
        sha256,
        storage_id,
    } = input;
    let uploader = tx.access().user().ok_or(Failure::Unauthenticated)?;
    let after =
        json!({ "fileId": id.to_string(), "name": name, "contentType": content_type, "byteSize": byte_size });
    let file = file::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        purpose: Set(FilePurpose::LessonAttachment),
        course_id: Set(Some(course.id)),
        lesson_id: Set(Some(lesson)),
        uploader_user_id: Set(uploader),
        name: Set(name),
        content_type: Set(content_type),
        byte_size: Set(byte_size),
        sha256: Set(sha256),
        storage_id: Set(storage_id),
        created_at: Set(tx.now()),
    };
    tx.create_from::<EditCourse, file::Entity>(course, file).await?;
    tx.emit(NewEvent::new(EventAction::LessonAttachmentAdded, lesson).after(after))
        .await?;
    Ok(())
}

/// Removes a file from its lesson. Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn remove_lesson_attachment(tx: &OrgTx, id: FileId) -> Result<lesson::Model, Failure> {
    let seen = tx
        .find::<file::Entity>()
        .filter(file::Column::Id.eq(id))
        .one()
        .await?;
    let lesson = seen
        .and_then(|row| row.lesson_id)
        .ok_or(Failure::NotFound("id"))?;
    let (course, of) = parts::lesson(tx, "id", lesson).await?;
    changeable(&course)?;
    let row = tx
        .load_entailed::<EditCourse, file::Entity>(&course, file::Column::Id.eq(id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::NotFound("id"))?;
    let before = json!({ "fileId": id.to_string(), "name": row.name });
    tx.delete(row).await?;
    tx.emit(NewEvent::new(EventAction::LessonAttachmentRemoved, lesson).before(before))
        .await?;
    Ok(of.clone())
}

/// The course of a lesson that takes another file, locked so that two who add at once take turns.
async fn open(tx: &OrgTx, lesson: LessonId) -> Result<(parts::Course, lesson::Model), Failure> {
    let (course, row) = parts::lesson(tx, "lessonId", lesson).await?;
    changeable(&course)?;
    let there = tx
        .find_for_rule::<file::Entity>()
        .filter(file::Column::LessonId.eq(lesson))
        .count()
        .await?;
    if there >= MOST {
        return Err(Problem::at("lessonId", Code::TooManyAttachments)
            .with("max", MOST)
            .into());
    }
    Ok((course, row.clone()))
}
