//! Deleting a draft that nobody has learned.

use crate::{
    order,
    parts::{self, Course, Part},
    quiz,
};
use authz::actions::EditCourse;
use entities::{chapter::ContentStatus, event::EventAction, file, lesson, lesson_content};
use kernel::{Code, LessonId, Problem};
use sea_orm::ColumnTrait;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Deletes a draft lesson with what it teaches and its quiz, from a course that was never published or learned.
///
/// Refuses with `CONTENT_IN_USE`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn delete_lesson(tx: &OrgTx, id: LessonId) -> Result<lesson::Model, Failure> {
    let (course, row) = parts::lesson(tx, "id", id).await?;
    parts::changeable(&course)?;
    parts::never_taught(tx, &course).await?;
    if row.status != ContentStatus::Draft {
        return Err(Problem::new(Code::ContentInUse).into());
    }
    let gone = row.clone();
    erase(tx, &course, row).await?;
    let rest = tx
        .load_entailed::<EditCourse, lesson::Entity>(&course, lesson::Column::ChapterId.eq(gone.chapter_id))
        .await?;
    order::arrange(tx, rest, None).await?;
    tx.emit(NewEvent::new(EventAction::LessonDeleted, id).before(json!({
        "courseId": course.id.to_string(), "chapterId": gone.chapter_id.to_string(), "title": gone.title,
    })))
    .await?;
    Ok(gone)
}

/// Removes a lesson's rows.
pub(crate) async fn erase(tx: &OrgTx, course: &Course, row: Part<lesson::Entity>) -> Result<(), Failure> {
    for quiz in tx
        .load_entailed::<EditCourse, entities::quiz::Entity>(
            course,
            entities::quiz::Column::LessonId.eq(row.id),
        )
        .await?
    {
        quiz::erase(tx, course, quiz).await?;
    }
    for content in tx
        .load_entailed::<EditCourse, lesson_content::Entity>(
            course,
            lesson_content::Column::LessonId.eq(row.id),
        )
        .await?
    {
        tx.delete(content).await?;
    }
    // Their bytes go when the file store is swept.
    for file in tx
        .load_entailed::<EditCourse, file::Entity>(course, file::Column::LessonId.eq(row.id))
        .await?
    {
        tx.delete(file).await?;
    }
    tx.delete(row).await?;
    Ok(())
}
