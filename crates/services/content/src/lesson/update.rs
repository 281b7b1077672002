//! Changing a lesson and what it teaches.

use super::video_length;
use crate::{
    changes::{Changes, checked, nullable, put, unchanged_since},
    course_text::gather,
    parts::{self, changeable},
    release::unlock_price,
    text::html,
};
use authz::actions::EditCourse;
use entities::{
    event::EventAction,
    lesson::{self, LessonKind},
    lesson_content,
};
use kernel::{LessonId, Patch, Problems, TextLimits, absolute_url, line, optional_line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use store::{Failure, NewEvent, OrgTx};

/// New data of a lesson.
#[derive(Clone, Debug, Default)]
pub struct UpdateLesson {
    /// The title.
    pub title: Patch<String>,
    /// One or two sentences.
    pub summary: Patch<String>,
    /// What it is made of.
    pub kind: Patch<LessonKind>,
    /// Whether completing the course takes it.
    pub is_required: Patch<bool>,
    /// Whether its content is open to everybody who sees the course.
    pub is_preview: Patch<bool>,
    /// The text; it is sanitised.
    pub text_html: Patch<String>,
    /// Address of the video, `http` or `https`.
    pub video_url: Patch<String>,
    /// Length of the video.
    pub video_seconds: Patch<i32>,
    /// What it costs to open it before its date.
    pub early_unlock_points: Patch<i32>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes a lesson. Refuses with `VERSION_CONFLICT`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn update_lesson(tx: &OrgTx, id: LessonId, input: UpdateLesson) -> Result<lesson::Model, Failure> {
    let UpdateLesson {
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
    let (course, row) = parts::lesson(tx, "id", id).await?;
    let mut problems = Problems::default();
    let title = checked(&mut problems, "title", title, |text| {
        line("title", &text, TextLimits::LINE)
    });
    let summary = nullable(&mut problems, summary, |text| {
        optional_line("summary", &text, TextLimits::LINE)
    });
    let kind = checked(&mut problems, "kind", kind, Ok);
    let is_required = checked(&mut problems, "isRequired", is_required, Ok);
    let is_preview = checked(&mut problems, "isPreview", is_preview, Ok);
    let text_html = nullable(&mut problems, text_html, |text| html("textHtml", &text));
    let video_url = nullable(&mut problems, video_url, |url| {
        absolute_url("videoUrl", &url).map(Some)
    });
    let video_seconds = nullable(&mut problems, video_seconds, |seconds| {
        video_length(seconds).map(Some)
    });
    let early_unlock_points = nullable(&mut problems, early_unlock_points, |points| {
        unlock_price(points).map(Some)
    });
    problems.into_result()?;
    changeable(&course)?;
    unchanged_since(expected_version, row.version)?;
    let content = tx
        .load_entailed::<EditCourse, lesson_content::Entity>(&course, lesson_content::Column::LessonId.eq(id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a lesson without content"))?;

    let mut changes = Changes::default();
    let text_html = changes.note("textHtml", &content.text_html, text_html);
    let video_url = changes.note("videoUrl", &content.video_url, video_url);
    let content_changes = !changes.is_empty();
    let title = changes.note("title", &row.title, title);
    let summary = changes.note("summary", &row.summary, summary);
    let kind = changes.note("kind", &row.kind, kind);
    let is_required = changes.note("isRequired", &row.is_required, is_required);
    let is_preview = changes.note("isPreview", &row.is_preview, is_preview);
    let video_seconds = changes.note("videoSeconds", &row.video_seconds, video_seconds);
    let early_unlock_points =
        changes.note("earlyUnlockPoints", &row.early_unlock_points, early_unlock_points);
    if changes.is_empty() {
        return Ok(row.clone());
    }
    if content_changes {
        tx.update(content, |columns| {
            put(&mut columns.text_html, text_html);
            put(&mut columns.video_url, video_url);
            columns.updated_at = Set(tx.now());
        })
        .await?;
    }
    let version = row.version + 1;
    let lesson = tx
        .update(row, |columns| {
            put(&mut columns.title, title);
            put(&mut columns.summary, summary);
            put(&mut columns.kind, kind);
            put(&mut columns.is_required, is_required);
            put(&mut columns.is_preview, is_preview);
            put(&mut columns.video_seconds, video_seconds);
            put(&mut columns.early_unlock_points, early_unlock_points);
            columns.version = Set(version);
            columns.updated_at = Set(tx.now());
        })
        .await?;
    gather(tx, &course, &course).await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::LessonUpdated, id)))
        .await?;
    Ok(lesson)
}
