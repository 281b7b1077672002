//! Learning lessons.

use crate::base::{Outcome, change, payload};
use async_graphql::{Context, ID, InputObject, Result};
use entities::lesson;
use futures::{FutureExt, future::BoxFuture};
use graph::LessonProgress;
use kernel::LessonId;
use learning::lesson::{self as commands, Learned};
use store::{Failure, OrgTx};

/// Opening a lesson.
#[derive(InputObject)]
pub struct OpenLessonInput {
    /// The lesson.
    pub lesson_id: ID,
}

/// Completing a lesson.
#[derive(InputObject)]
pub struct CompleteLessonInput {
    /// The lesson.
    pub lesson_id: ID,
}

/// A part of a video that was watched.
#[derive(InputObject)]
pub struct WatchedSegmentInput {
    /// The second it begins with, from 0.
    pub from: i32,
    /// The second it ends before. What lies beyond the end of the video does not count.
    pub to: i32,
}

/// Telling what was watched of a video.
#[derive(InputObject)]
pub struct RecordWatchedSegmentsInput {
    /// The lesson with the video.
    pub lesson_id: ID,
    /// 1 to 500 parts, in any order. What was told before, or overlaps, counts once.
    pub segments: Vec<WatchedSegmentInput>,
}

payload! {
    /// The lesson that was opened.
    OpenLessonPayload {
        /// What you have done in it.
        lesson_progress: LessonProgress
    }
    /// The lesson that was completed.
    CompleteLessonPayload {
        /// What you have done in it. Its enrollment shows how far you are now.
        lesson_progress: LessonProgress
    }
    /// What was watched.
    RecordWatchedSegmentsPayload {
        /// What you have done in the lesson.
        lesson_progress: LessonProgress
    }
}

type Done = std::result::Result<Learned, Failure>;

/// Runs a command on a lesson and shows the progress in it.
async fn on_lesson<F>(ctx: &Context<'_>, id: &ID, work: F) -> Result<Outcome<LessonProgress>>
where
    F: for<'a> Fn(&'a OrgTx, LessonId) -> BoxFuture<'a, Done>,
{
    let done = change::<lesson::Entity, LessonId, _, _>(ctx, "lessonId", id, work);
    Ok(done.await?.map(|(view, learned)| {
        let Learned {
            progress,
            enrollment,
            is_counted,
        } = learned;
        LessonProgress::new(view, progress).within(enrollment, is_counted)
    }))
}

pub(super) async fn open(ctx: &Context<'_>, input: OpenLessonInput) -> Result<OpenLessonPayload> {
    let OpenLessonInput { lesson_id } = input;
    let done = on_lesson(ctx, &lesson_id, |tx, id| commands::open_lesson(tx, id).boxed());
    Ok(done.await?.into())
}

pub(super) async fn complete(ctx: &Context<'_>, input: CompleteLessonInput) -> Result<CompleteLessonPayload> {
    let CompleteLessonInput { lesson_id } = input;
    let done = on_lesson(ctx, &lesson_id, |tx, id| {
        commands::complete_lesson(tx, id).boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn watch(
    ctx: &Context<'_>,
    input: RecordWatchedSegmentsInput,
) -> Result<RecordWatchedSegmentsPayload> {
    let RecordWatchedSegmentsInput { lesson_id, segments } = input;
    let segments: Vec<(i32, i32)> = segments
        .into_iter()
        .map(|WatchedSegmentInput { from, to }| (from, to))
        .collect();
    let done = on_lesson(ctx, &lesson_id, |tx, id| {
        let segments = segments.clone();
        async move { commands::record_watched_segments(tx, id, &segments).await }.boxed()
    });
    Ok(done.await?.into())
}
