//! A lesson before its date.

use super::{Offer, Part, unlock};
use entities::{early_unlock, lesson};
use kernel::LessonId;
use sea_orm::ColumnTrait;
use store::{Failure, OrgTx};

/// Opens a lesson before its date for what its authors ask. Its chapter has to be open. Doing it again costs nothing.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`, `CONTENT_NOT_RELEASED` while its chapter is closed,
/// `ALREADY_RELEASED`, `EARLY_UNLOCK_NOT_OFFERED`, `PREREQUISITES_NOT_MET`, `INSUFFICIENT_POINTS`,
/// `IDEMPOTENCY_CONFLICT`.
pub async fn unlock_lesson_early(
    tx: &OrgTx,
    id: LessonId,
    idempotency_key: &str,
) -> Result<early_unlock::Model, Failure> {
    let lesson = tx
        .find::<lesson::Entity>()
        .filter(lesson::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound("lessonId"))?;
    let offer = Offer {
        part: Part::Lesson(id),
        field: "lessonId",
        course: lesson.course_id,
        behind: Some(lesson.chapter_id),
        status: lesson.status,
        release_at: lesson.release_at,
        price: lesson.early_unlock_points,
    };
    unlock(tx, offer, "lesson.unlockEarly", idempotency_key).await
}
