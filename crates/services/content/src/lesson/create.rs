//! Adding a lesson.

use super::{MOST, video_length};
use crate::{
    order,
    parts::{self, changeable},
    text::html,
};
use authz::actions::EditCourse;
use entities::{
    chapter::ContentStatus,
    event::EventAction,
    lesson::{self, LessonKind},
    lesson_content,
};
use kernel::{ChapterId, Problems, TextLimits, absolute_url, line, optional_line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// A new lesson.
#[derive(Clone, Debug)]
pub struct NewLesson {
    /// The title.
    pub title: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// What it is made of.
    pub kind: LessonKind,
    /// Whether completing the course takes it.
    pub is_required: bool,
    /// Whether its content is open to everybody who sees the course.
    pub is_preview: bool,
    /// The text; it is sanitised.
    pub text_html: Option<String>,
    /// Address of the video, `http` or `https`.
    pub video_url: Option<String>,
    /// Length of the video.
    pub video_seconds: Option<i32>,
}

/// Adds a lesson at the end of a chapter, as a draft, with what it teaches. Refuses with `COURSE_IN_REVIEW`,
/// `COURSE_ARCHIVED`.
pub async fn create_lesson(
    tx: &OrgTx,
    chapter: ChapterId,
    input: NewLesson,
) -> Result<lesson::Model, Failure> {
    let NewLesson {
        title,
        summary,
        kind,
        is_required,
        is_preview,
        text_html,
        video_url,
        video_seconds,
    } = input;
    let (course, chapter) = parts::chapter(tx, "chapterId", chapter).await?;
    let mut problems = Problems::default();
    let title = problems.take(line("title", &title, TextLimits::LINE));
    let summary = problems.take(optional_line(
        "summary",
        summary.as_deref().unwrap_or_default(),
        TextLimits::LINE,
    ));
    let text_html = problems.take(html("textHtml", text_html.as_deref().unwrap_or_default()));
    let video_url = problems.take(video_url.map(|url| absolute_url("videoUrl", &url)).transpose());
    let video_seconds = problems.take(video_seconds.map(video_length).transpose());
    problems.into_result()?;
    let (Some(title), Some(summary), Some(text_html), Some(video_url), Some(video_seconds)) =
        (title, summary, text_html, video_url, video_seconds)
    else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    changeable(&course)?;
    let count = tx
        .find_for_rule::<lesson::Entity>()
        .filter(lesson::Column::ChapterId.eq(chapter.id))
        .count()
        .await?;
    let row = lesson::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        course_id: Set(course.id),
        chapter_id: Set(chapter.id),
        title: Set(title),
        summary: Set(summary),
        kind: Set(kind),
        position: Set(order::next(count, MOST)?),
        status: Set(ContentStatus::Draft),
        release_at: Set(None),
        early_unlock_points: Set(None),
        is_required: Set(is_required),
        is_preview: Set(is_preview),
        video_seconds: Set(video_seconds),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let lesson = tx.create_from::<EditCourse, lesson::Entity>(&course, row).await?;
    // Every lesson has this row, so whoever cannot read it knows that the lesson is locked.
    let content = lesson_content::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        lesson_id: Set(lesson.id),
        course_id: Set(course.id),
        text_html: Set(text_html),
        video_url: Set(video_url),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.create_all_from::<EditCourse, lesson_content::Entity>(&course, vec![content])
        .await?;
    tx.emit(NewEvent::new(EventAction::LessonCreated, lesson.id).after(json!({
        "courseId": course.id.to_string(), "chapterId": chapter.id.to_string(), "title": lesson.title,
        "position": lesson.position, "isRequired": lesson.is_required, "isPreview": lesson.is_preview,
    })))
    .await?;
    Ok(lesson)
}
