//! Deleting a draft that nobody has learned.

use crate::{lesson, order, parts};
use authz::actions::EditCourse;
use entities::{
    chapter::{self, ContentStatus},
    event::EventAction,
};
use kernel::{ChapterId, Code, Problem};
use sea_orm::ColumnTrait;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Deletes a draft chapter with everything in it, from a course that was never published or learned.
///
/// Refuses with `CONTENT_IN_USE`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn delete_chapter(tx: &OrgTx, id: ChapterId) -> Result<chapter::Model, Failure> {
    let (course, row) = parts::chapter(tx, "id", id).await?;
    parts::changeable(&course)?;
    parts::never_taught(tx, &course).await?;
    if row.status != ContentStatus::Draft {
        return Err(Problem::new(Code::ContentInUse).into());
    }
    let lessons = tx
        .load_entailed::<EditCourse, entities::lesson::Entity>(
            &course,
            entities::lesson::Column::ChapterId.eq(id),
        )
        .await?;
    let titles: Vec<_> = lessons.iter().map(|lesson| lesson.title.clone()).collect();
    for lesson in lessons {
        lesson::erase(tx, &course, lesson).await?;
    }
    let gone = row.clone();
    tx.delete(row).await?;
    let rest = tx
        .load_entailed::<EditCourse, chapter::Entity>(&course, chapter::Column::CourseId.eq(course.id))
        .await?;
    order::arrange(tx, rest, None).await?;
    tx.emit(NewEvent::new(EventAction::ChapterDeleted, id).before(json!({
        "courseId": course.id.to_string(), "title": gone.title, "lessons": titles,
    })))
    .await?;
    Ok(gone)
}
