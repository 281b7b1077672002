//! Giving a lesson another place.

use super::MOST;
use crate::{
    course_text::gather,
    order,
    parts::{self, changeable},
};
use authz::actions::EditCourse;
use entities::{chapter, event::EventAction, lesson};
use kernel::{ChapterId, LessonId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Moves a lesson to a place in its chapter or in another one of the same course, counted from 1; the others make room.
///
/// Refuses with `OUT_OF_RANGE`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn move_lesson(
    tx: &OrgTx,
    id: LessonId,
    chapter: Option<ChapterId>,
    position: i32,
) -> Result<lesson::Model, Failure> {
    let (course, row) = parts::lesson(tx, "id", id).await?;
    let mut moved = row.clone();
    let target = chapter.unwrap_or(moved.chapter_id);
    tx.find::<chapter::Entity>()
        .filter(
            Condition::all()
                .add(chapter::Column::Id.eq(target))
                .add(chapter::Column::CourseId.eq(course.id)),
        )
        .one()
        .await?
        .ok_or(Failure::NotFound("chapterId"))?;
    let stays = target == moved.chapter_id;
    let there = tx
        .find_for_rule::<lesson::Entity>()
        .filter(lesson::Column::ChapterId.eq(target))
        .count()
        .await?;
    let room = if stays { there } else { there + 1 };
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    let index = order::checked("position", position, room)?;
    changeable(&course)?;
    if stays && moved.position == position {
        return Ok(moved);
    }
    if !stays {
        order::next(there, MOST)?;
        let behind = i32::try_from(room).unwrap_or(i32::MAX);
        tx.update(row, |columns| {
            columns.chapter_id = Set(target);
            columns.position = Set(behind);
            columns.updated_at = Set(tx.now());
        })
        .await?;
        let left = in_chapter(tx, &course, moved.chapter_id).await?;
        order::arrange(tx, left, None).await?;
    }
    let all = in_chapter(tx, &course, target).await?;
    order::arrange(tx, all, Some((id, index))).await?;
    gather(tx, &course, &course).await?;
    tx.emit(
        NewEvent::new(EventAction::LessonMoved, id)
            .before(json!({ "chapterId": moved.chapter_id.to_string(), "position": moved.position }))
            .after(json!({ "chapterId": target.to_string(), "position": position })),
    )
    .await?;
    moved.chapter_id = target;
    moved.position = position;
    Ok(moved)
}

async fn in_chapter(
    tx: &OrgTx,
    course: &parts::Course,
    chapter: ChapterId,
) -> Result<order::Siblings<EditCourse, lesson::Entity>, Failure> {
    tx.load_entailed::<EditCourse, lesson::Entity>(course, lesson::Column::ChapterId.eq(chapter))
        .await
}
