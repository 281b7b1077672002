//! Opening, moving and deleting lessons.

use crate::base::{change, optional_id, payload};
use async_graphql::{Context, ID, InputObject, Result};
use content::lesson::{delete_lesson, move_lesson, publish_lesson, schedule_lesson, unpublish_lesson};
use entities::lesson;
use futures::FutureExt;
use graph::{DateTime, Lesson};
use kernel::{ChapterId, LessonId};

/// Giving a lesson another place.
#[derive(InputObject)]
pub struct MoveLessonInput {
    /// The lesson.
    pub id: ID,
    /// The chapter of the same course it moves to; it stays in its chapter if not given.
    pub chapter_id: Option<ID>,
    /// Its new place in that chapter, from 1; the others make room.
    pub position: i32,
}

/// Deleting a draft.
#[derive(InputObject)]
pub struct DeleteLessonInput {
    /// The lesson: a draft in a course that was never published or learned.
    pub id: ID,
}

/// Opening a lesson at a date.
#[derive(InputObject)]
pub struct ScheduleLessonInput {
    /// The lesson.
    pub id: ID,
    /// When it opens, by the server's clock; in the future.
    pub release_at: DateTime,
}

/// Opening a lesson at once.
#[derive(InputObject)]
pub struct PublishLessonInput {
    /// The lesson.
    pub id: ID,
}

/// Turning a lesson into a draft again.
#[derive(InputObject)]
pub struct UnpublishLessonInput {
    /// The lesson.
    pub id: ID,
}

payload! {
    /// The moved lesson.
    MoveLessonPayload {
        /// The lesson.
        lesson: Lesson
    }
    /// What is gone.
    DeleteLessonPayload {
        /// The id the lesson had.
        deleted_id: ID
    }
    /// The scheduled lesson.
    ScheduleLessonPayload {
        /// The lesson.
        lesson: Lesson
    }
    /// The published lesson.
    PublishLessonPayload {
        /// The lesson.
        lesson: Lesson
    }
    /// The lesson, which is a draft again.
    UnpublishLessonPayload {
        /// The lesson.
        lesson: Lesson
    }
}

pub(super) async fn relocate(ctx: &Context<'_>, input: MoveLessonInput) -> Result<MoveLessonPayload> {
    let MoveLessonInput {
        id,
        chapter_id,
        position,
    } = input;
    let chapter = optional_id::<ChapterId>("chapterId", chapter_id.as_ref());
    let done = change::<lesson::Entity, LessonId, _, _>(ctx, "id", &id, |tx, id| {
        let chapter = chapter.clone();
        async move { move_lesson(tx, id, chapter?, position).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}

pub(super) async fn delete(ctx: &Context<'_>, input: DeleteLessonInput) -> Result<DeleteLessonPayload> {
    let DeleteLessonInput { id } = input;
    let done =
        change::<lesson::Entity, LessonId, _, _>(ctx, "id", &id, |tx, id| delete_lesson(tx, id).boxed());
    Ok(done.await?.map(|(_, row)| row.id.to_string().into()).into())
}

pub(super) async fn schedule(ctx: &Context<'_>, input: ScheduleLessonInput) -> Result<ScheduleLessonPayload> {
    let ScheduleLessonInput { id, release_at } = input;
    let done = change::<lesson::Entity, LessonId, _, _>(ctx, "id", &id, |tx, id| {
        schedule_lesson(tx, id, release_at.0).boxed()
    });
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}

pub(super) async fn publish(ctx: &Context<'_>, input: PublishLessonInput) -> Result<PublishLessonPayload> {
    let PublishLessonInput { id } = input;
    let done =
        change::<lesson::Entity, LessonId, _, _>(ctx, "id", &id, |tx, id| publish_lesson(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}

pub(super) async fn unpublish(
    ctx: &Context<'_>,
    input: UnpublishLessonInput,
) -> Result<UnpublishLessonPayload> {
    let UnpublishLessonInput { id } = input;
    let done =
        change::<lesson::Entity, LessonId, _, _>(ctx, "id", &id, |tx, id| unpublish_lesson(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}
