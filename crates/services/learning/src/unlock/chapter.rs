//! A chapter before its date.

use super::{Offer, Part, unlock};
use entities::{chapter, early_unlock};
use kernel::ChapterId;
use sea_orm::ColumnTrait;
use store::{Failure, OrgTx};

/// Opens a chapter before its date for what its authors ask. Its lessons then open by their own dates. Doing it again
/// costs nothing.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`, `ALREADY_RELEASED`, `EARLY_UNLOCK_NOT_OFFERED`,
/// `PREREQUISITES_NOT_MET`, `INSUFFICIENT_POINTS`, `IDEMPOTENCY_CONFLICT`.
pub async fn unlock_chapter_early(
    tx: &OrgTx,
    id: ChapterId,
    idempotency_key: &str,
) -> Result<early_unlock::Model, Failure> {
    let chapter = tx
        .find::<chapter::Entity>()
        .filter(chapter::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound("chapterId"))?;
    let offer = Offer {
        part: Part::Chapter(id),
        field: "chapterId",
        course: chapter.course_id,
        behind: None,
        status: chapter.status,
        release_at: chapter.release_at,
        price: chapter.early_unlock_points,
    };
    unlock(tx, offer, "chapter.unlockEarly", idempotency_key).await
}
