//! Adding, renaming and moving chapters.

use crate::{
    changes::{Changes, checked, nullable, put, unchanged_since},
    course_text::gather,
    order,
    parts::{self, changeable},
    release::unlock_price,
};
use authz::actions::EditCourse;
use entities::{
    chapter::{self, ContentStatus},
    event::EventAction,
};
use kernel::{ChapterId, CourseId, Patch, Problems, TextLimits, line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// The most chapters of a course; an outline is read as a whole.
const MOST: i32 = 200;

/// New data of a chapter.
#[derive(Clone, Debug, Default)]
pub struct UpdateChapter {
    /// The title.
    pub title: Patch<String>,
    /// What it costs to open it before its date.
    pub early_unlock_points: Patch<i32>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Adds a chapter at the end of a course, as a draft. Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn create_chapter(tx: &OrgTx, course: CourseId, title: &str) -> Result<chapter::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("courseId", course).await?;
    let title = line("title", title, TextLimits::LINE)?;
    changeable(&granted)?;
    let count = tx
        .find_for_rule::<chapter::Entity>()
        .filter(chapter::Column::CourseId.eq(course))
        .count()
        .await?;
    let row = chapter::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        course_id: Set(course),
        title: Set(title),
        position: Set(order::next(count, MOST)?),
        status: Set(ContentStatus::Draft),
        release_at: Set(None),
        early_unlock_points: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let chapter = tx
        .create_from::<EditCourse, chapter::Entity>(&granted, row)
        .await?;
    tx.emit(
        NewEvent::new(EventAction::ChapterCreated, chapter.id).after(json!({
            "courseId": course.to_string(), "title": chapter.title, "position": chapter.position,
        })),
    )
    .await?;
    Ok(chapter)
}

/// Changes a chapter. Refuses with `VERSION_CONFLICT`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn update_chapter(
    tx: &OrgTx,
    id: ChapterId,
    input: UpdateChapter,
) -> Result<chapter::Model, Failure> {
    let UpdateChapter {
        title,
        early_unlock_points,
        expected_version,
    } = input;
    let (course, row) = parts::chapter(tx, "id", id).await?;
    let mut problems = Problems::default();
    let title = checked(&mut problems, "title", title, |text| {
        line("title", &text, TextLimits::LINE)
    });
    let early_unlock_points = nullable(&mut problems, early_unlock_points, |points| {
        unlock_price(points).map(Some)
    });
    problems.into_result()?;
    changeable(&course)?;
    unchanged_since(expected_version, row.version)?;
    let mut changes = Changes::default();
    let title = changes.note("title", &row.title, title);
    let early_unlock_points =
        changes.note("earlyUnlockPoints", &row.early_unlock_points, early_unlock_points);
    if changes.is_empty() {
        return Ok(row.clone());
    }
    let version = row.version + 1;
    let chapter = tx
        .update(row, |columns| {
            put(&mut columns.title, title);
            put(&mut columns.early_unlock_points, early_unlock_points);
            columns.version = Set(version);
            columns.updated_at = Set(tx.now());
        })
        .await?;
    gather(tx, &course, &course).await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::ChapterUpdated, id)))
        .await?;
    Ok(chapter)
}

/// Gives a chapter another place in its course, counted from 1; the others make room. Refuses with `OUT_OF_RANGE`,
/// `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn move_chapter(tx: &OrgTx, id: ChapterId, position: i32) -> Result<chapter::Model, Failure> {
    let (course, row) = parts::chapter(tx, "id", id).await?;
    let all = tx
        .load_entailed::<EditCourse, chapter::Entity>(&course, chapter::Column::CourseId.eq(course.id))
        .await?;
    let index = order::checked("position", position, all.len())?;
    changeable(&course)?;
    let mut moved = row.clone();
    if moved.position == position {
        return Ok(moved);
    }
    order::arrange(tx, all, Some((id, index))).await?;
    tx.emit(
        NewEvent::new(EventAction::ChapterMoved, id)
            .before(json!({ "position": moved.position }))
            .after(json!({ "position": position })),
    )
    .await?;
    moved.position = position;
    Ok(moved)
}
