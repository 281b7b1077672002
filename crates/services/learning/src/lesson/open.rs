//! Opening a lesson.

use super::Learned;
use crate::{
    advance::{Begun, begin_lesson, touch},
    place::enter_lesson,
};
use kernel::LessonId;
use store::{Failure, OrgTx};

/// Opens a lesson of a course that the actor is enrolled in. The first time makes the row of their progress in it; that
/// they were here is noted every time.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`, `CONTENT_NOT_RELEASED`, `PREREQUISITES_NOT_MET`.
pub async fn open_lesson(tx: &OrgTx, id: LessonId) -> Result<Learned, Failure> {
    let place = enter_lesson(tx, "lessonId", id).await?;
    let enrollment = place.granted.id;
    let was_opened = place.lesson.was_opened;
    let progress = match begin_lesson(tx, &place.granted, (enrollment, id), was_opened, false).await? {
        Begun::Before(existing) => existing.clone(),
        Begun::Now(progress) => progress,
    };
    Ok(Learned {
        progress,
        enrollment: touch(tx, place.granted).await?,
        is_counted: false,
    })
}
