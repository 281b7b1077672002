//! Opening chapters and lessons before their date, for points. It passes the date and nothing else.

mod chapter;
mod lesson;

pub use chapter::unlock_chapter_early;
pub use lesson::unlock_lesson_early;

use crate::{
    place::{check_open, opening_of_chapter, own_enrollment},
    points::{Movement, Source, spend},
};
use authz::actions::Learn;
use entities::{chapter::ContentStatus, early_unlock, event::EventAction, point_entry::PointKind};
use kernel::{ChapterId, Code, CourseId, EarlyUnlockId, LessonId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, prelude::DateTimeUtc};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// What is opened.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    Chapter(ChapterId),
    Lesson(LessonId),
}

impl Part {
    pub(crate) fn is(self) -> Condition {
        Condition::all().add(match self {
            Self::Chapter(id) => early_unlock::Column::ChapterId.eq(id),
            Self::Lesson(id) => early_unlock::Column::LessonId.eq(id),
        })
    }

    const fn ids(self) -> (Option<ChapterId>, Option<LessonId>) {
        match self {
            Self::Chapter(id) => (Some(id), None),
            Self::Lesson(id) => (None, Some(id)),
        }
    }

    fn source(self) -> Source {
        match self {
            Self::Chapter(id) => Source::of(id),
            Self::Lesson(id) => Source::of(id),
        }
    }
}

/// The part as it stands, locked away from nobody: its price and its date are read once.
struct Offer {
    part: Part,
    field: &'static str,
    course: CourseId,
    /// The chapter that has to be open first.
    behind: Option<ChapterId>,
    status: ContentStatus,
    release_at: Option<DateTimeUtc>,
    price: Option<i32>,
}

/// Opens a part for the actor. What they have opened already is returned as it is, and costs nothing again.
async fn unlock(
    tx: &OrgTx,
    offer: Offer,
    operation: &'static str,
    key: &str,
) -> Result<early_unlock::Model, Failure> {
    let granted = own_enrollment::<Learn>(tx, offer.course).await?;
    let mine = offer
        .part
        .is()
        .add(early_unlock::Column::MemberId.eq(granted.member_id));
    let existing = tx
        .find_for_rule::<early_unlock::Entity>()
        .filter(mine)
        .one()
        .await?;
    let id: EarlyUnlockId = existing.as_ref().map_or_else(|| tx.new_id(), |row| row.id);
    let (chapter, lesson) = offer.part.ids();
    let input =
        json!({ "chapterId": chapter.map(|id| id.to_string()), "lessonId": lesson.map(|id| id.to_string()) });
    let earlier = tx.once(operation, key, &input, id).await?;
    if let Some(existing) = existing {
        return Ok(existing);
    }
    if earlier.is_some() {
        return Err(Failure::Defect("an early unlock is gone"));
    }
    if let Some(chapter) = offer.behind {
        opening_of_chapter(tx, offer.field, granted.member_id, chapter).await??;
    }
    let price = price(&offer, tx.now())?;
    check_open(tx, offer.field, &granted, None).await?;
    pay(tx, &granted, &offer, id, price).await
}

/// What it costs to open the part now.
fn price(offer: &Offer, now: DateTimeUtc) -> Result<i32, Problem> {
    let is_waiting = match offer.status {
        ContentStatus::Draft | ContentStatus::Published => false,
        ContentStatus::Scheduled => offer.release_at.is_none_or(|at| at > now),
    };
    if !is_waiting {
        return Err(Problem::at(offer.field, Code::AlreadyReleased));
    }
    offer
        .price
        .ok_or_else(|| Problem::at(offer.field, Code::EarlyUnlockNotOffered))
}

async fn pay(
    tx: &OrgTx,
    granted: &Granted<Learn>,
    offer: &Offer,
    id: EarlyUnlockId,
    price: i32,
) -> Result<early_unlock::Model, Failure> {
    let movement = Movement {
        member: granted.member_id,
        kind: PointKind::EarlyUnlock,
        source: offer.part.source(),
        amount: -i64::from(price),
        note: None,
    };
    spend(tx, granted, movement).await?;
    let (chapter_id, lesson_id) = offer.part.ids();
    let row = early_unlock::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        member_id: Set(granted.member_id),
        course_id: Set(offer.course),
        chapter_id: Set(chapter_id),
        lesson_id: Set(lesson_id),
        points_spent: Set(price),
        created_at: Set(tx.now()),
    };
    let unlock = tx
        .create_raced_from::<Learn, early_unlock::Entity>(granted, row)
        .await?;
    tx.emit(NewEvent::new(EventAction::EarlyUnlocked, unlock.id).after(json!({
        "memberId": unlock.member_id.to_string(),
        "courseId": unlock.course_id.to_string(),
        "chapterId": chapter_id.map(|id| id.to_string()),
        "lessonId": lesson_id.map(|id| id.to_string()),
        "pointsSpent": price,
    })))
    .await?;
    Ok(unlock)
}
