//! Adding and changing lessons.

use crate::base::{change, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use content::lesson::{NewLesson, UpdateLesson, create_lesson, update_lesson};
use entities::{chapter, lesson};
use futures::FutureExt;
use graph::{Lesson, LessonKind};
use kernel::{ChapterId, LessonId};

/// A new lesson with what it teaches.
#[derive(InputObject)]
pub struct CreateLessonInput {
    /// The chapter.
    pub chapter_id: ID,
    /// The title; 1 to 500 characters.
    pub title: String,
    /// One or two sentences; plain text, at most 500 characters. Part of the outline that everybody sees.
    pub summary: Option<String>,
    /// What it is made of; `TEXT` if not given.
    pub kind: Option<LessonKind>,
    /// Whether completing the course takes it; `true` if not given.
    pub is_required: Option<bool>,
    /// Whether its content is open to everybody who sees the course; `false` if not given.
    pub is_preview: Option<bool>,
    /// The text. What is not safe to show is removed.
    pub text_html: Option<String>,
    /// Address of the video, `http` or `https`.
    pub video_url: Option<String>,
    /// Length of the video in seconds.
    pub video_seconds: Option<i32>,
}

/// What changes in a lesson. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateLessonInput {
    /// The lesson.
    pub id: ID,
    /// The title.
    pub title: MaybeUndefined<String>,
    /// One or two sentences; null clears them.
    pub summary: MaybeUndefined<String>,
    /// What it is made of.
    pub kind: MaybeUndefined<LessonKind>,
    /// Whether completing the course takes it.
    pub is_required: MaybeUndefined<bool>,
    /// Whether its content is open to everybody who sees the course.
    pub is_preview: MaybeUndefined<bool>,
    /// The text; null clears it. What is not safe to show is removed.
    pub text_html: MaybeUndefined<String>,
    /// Address of the video, `http` or `https`; null clears it.
    pub video_url: MaybeUndefined<String>,
    /// Length of the video in seconds; null clears it.
    pub video_seconds: MaybeUndefined<i32>,
    /// What opening it before its date costs in points, 1 to 1,000,000; null: it cannot be.
    pub early_unlock_points: MaybeUndefined<i32>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

payload! {
    /// The new lesson.
    CreateLessonPayload {
        /// The lesson, a draft at the end of the chapter.
        lesson: Lesson
    }
    /// The changed lesson.
    UpdateLessonPayload {
        /// The lesson.
        lesson: Lesson
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateLessonInput) -> Result<CreateLessonPayload> {
    let CreateLessonInput {
        chapter_id,
        title,
        summary,
        kind,
        is_required,
        is_preview,
        text_html,
        video_url,
        video_seconds,
    } = input;
    let new = NewLesson {
        title,
        summary,
        kind: kind.unwrap_or(LessonKind::Text).into(),
        is_required: is_required.unwrap_or(true),
        is_preview: is_preview.unwrap_or(false),
        text_html,
        video_url,
        video_seconds,
    };
    let done = change::<chapter::Entity, ChapterId, _, _>(ctx, "chapterId", &chapter_id, |tx, id| {
        create_lesson(tx, id, new.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateLessonInput) -> Result<UpdateLessonPayload> {
    let UpdateLessonInput {
        id,
        title,
        summary,
        kind,
        is_required,
        is_preview,
        text_html,
        video_url,
        video_seconds,
        early_unlock_points,
        expected_version,
    } = input;
    let update = UpdateLesson {
        title: patch(title, |title| title),
        summary: patch(summary, |text| text),
        kind: patch(kind, Into::into),
        is_required: patch(is_required, |yes| yes),
        is_preview: patch(is_preview, |yes| yes),
        text_html: patch(text_html, |html| html),
        video_url: patch(video_url, |url| url),
        video_seconds: patch(video_seconds, |seconds| seconds),
        early_unlock_points: patch(early_unlock_points, |points| points),
        expected_version,
    };
    let done = change::<lesson::Entity, LessonId, _, _>(ctx, "id", &id, |tx, id| {
        update_lesson(tx, id, update.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}
