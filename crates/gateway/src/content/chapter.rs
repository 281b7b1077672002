//! Adding, changing, opening and deleting chapters.

use crate::base::{change, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use content::chapter::{
    UpdateChapter, create_chapter, delete_chapter, move_chapter, publish_chapter, schedule_chapter,
    unpublish_chapter, update_chapter,
};
use entities::{chapter, course};
use futures::FutureExt;
use graph::{Chapter, DateTime};
use kernel::{ChapterId, CourseId};

/// A new chapter.
#[derive(InputObject)]
pub struct CreateChapterInput {
    /// The course.
    pub course_id: ID,
    /// The title; 1 to 500 characters.
    pub title: String,
}

/// What changes in a chapter. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateChapterInput {
    /// The chapter.
    pub id: ID,
    /// The title.
    pub title: MaybeUndefined<String>,
    /// What opening it before its date costs in points, 1 to 1,000,000; null: it cannot be.
    pub early_unlock_points: MaybeUndefined<i32>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Giving a chapter another place.
#[derive(InputObject)]
pub struct MoveChapterInput {
    /// The chapter.
    pub id: ID,
    /// Its new place in the course, from 1; the others make room.
    pub position: i32,
}

/// Deleting a draft.
#[derive(InputObject)]
pub struct DeleteChapterInput {
    /// The chapter: a draft in a course that was never published or learned.
    pub id: ID,
}

/// Opening a chapter at a date.
#[derive(InputObject)]
pub struct ScheduleChapterInput {
    /// The chapter.
    pub id: ID,
    /// When it opens, by the server's clock; in the future.
    pub release_at: DateTime,
}

/// Opening a chapter at once.
#[derive(InputObject)]
pub struct PublishChapterInput {
    /// The chapter.
    pub id: ID,
}

/// Turning a chapter into a draft again.
#[derive(InputObject)]
pub struct UnpublishChapterInput {
    /// The chapter.
    pub id: ID,
}

payload! {
    /// The new chapter.
    CreateChapterPayload {
        /// The chapter, a draft at the end of the course.
        chapter: Chapter
    }
    /// The changed chapter.
    UpdateChapterPayload {
        /// The chapter.
        chapter: Chapter
    }
    /// The moved chapter.
    MoveChapterPayload {
        /// The chapter.
        chapter: Chapter
    }
    /// What is gone.
    DeleteChapterPayload {
        /// The id the chapter had.
        deleted_id: ID
    }
    /// The scheduled chapter.
    ScheduleChapterPayload {
        /// The chapter.
        chapter: Chapter
    }
    /// The published chapter.
    PublishChapterPayload {
        /// The chapter.
        chapter: Chapter
    }
    /// The chapter, which is a draft again.
    UnpublishChapterPayload {
        /// The chapter.
        chapter: Chapter
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateChapterInput) -> Result<CreateChapterPayload> {
    let CreateChapterInput { course_id, title } = input;
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        let title = title.clone();
        async move { create_chapter(tx, id, &title).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Chapter::new(view, row)).into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateChapterInput) -> Result<UpdateChapterPayload> {
    let UpdateChapterInput {
        id,
        title,
        early_unlock_points,
        expected_version,
    } = input;
    let update = UpdateChapter {
        title: patch(title, |title| title),
        early_unlock_points: patch(early_unlock_points, |points| points),
        expected_version,
    };
    let done = change::<chapter::Entity, ChapterId, _, _>(ctx, "id", &id, |tx, id| {
        update_chapter(tx, id, update.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| Chapter::new(view, row)).into())
}

pub(super) async fn relocate(ctx: &Context<'_>, input: MoveChapterInput) -> Result<MoveChapterPayload> {
    let MoveChapterInput { id, position } = input;
    let done = change::<chapter::Entity, ChapterId, _, _>(ctx, "id", &id, |tx, id| {
        move_chapter(tx, id, position).boxed()
    });
    Ok(done.await?.map(|(view, row)| Chapter::new(view, row)).into())
}

pub(super) async fn delete(ctx: &Context<'_>, input: DeleteChapterInput) -> Result<DeleteChapterPayload> {
    let DeleteChapterInput { id } = input;
    let done =
        change::<chapter::Entity, ChapterId, _, _>(ctx, "id", &id, |tx, id| delete_chapter(tx, id).boxed());
    Ok(done.await?.map(|(_, row)| row.id.to_string().into()).into())
}

pub(super) async fn schedule(
    ctx: &Context<'_>,
    input: ScheduleChapterInput,
) -> Result<ScheduleChapterPayload> {
    let ScheduleChapterInput { id, release_at } = input;
    let done = change::<chapter::Entity, ChapterId, _, _>(ctx, "id", &id, |tx, id| {
        schedule_chapter(tx, id, release_at.0).boxed()
    });
    Ok(done.await?.map(|(view, row)| Chapter::new(view, row)).into())
}

pub(super) async fn publish(ctx: &Context<'_>, input: PublishChapterInput) -> Result<PublishChapterPayload> {
    let PublishChapterInput { id } = input;
    let done =
        change::<chapter::Entity, ChapterId, _, _>(ctx, "id", &id, |tx, id| publish_chapter(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Chapter::new(view, row)).into())
}

pub(super) async fn unpublish(
    ctx: &Context<'_>,
    input: UnpublishChapterInput,
) -> Result<UnpublishChapterPayload> {
    let UnpublishChapterInput { id } = input;
    let done = change::<chapter::Entity, ChapterId, _, _>(ctx, "id", &id, |tx, id| {
        unpublish_chapter(tx, id).boxed()
    });
    Ok(done.await?.map(|(view, row)| Chapter::new(view, row)).into())
}
