//! Changing what a course says about itself.

use super::{duration, validity};
use crate::{
    category,
    changes::{Changes, checked, nullable, put, unchanged_since},
    course_text::gather,
    parts::changeable,
    text::{html, slug_taken},
};
use authz::actions::EditCourse;
use entities::{
    course::{self, CourseLevel},
    event::EventAction,
};
use kernel::{CategoryId, CourseId, LanguageTag, Patch, Problems, TextLimits, line, optional_line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// New data of a course.
#[derive(Clone, Debug, Default)]
pub struct UpdateCourse {
    /// The title.
    pub title: Patch<String>,
    /// The name in addresses. Links with the old one end.
    pub slug: Patch<String>,
    /// One or two sentences.
    pub summary: Patch<String>,
    /// What learners can expect; it is sanitised.
    pub description_html: Patch<String>,
    /// The name of an uploaded picture.
    pub cover: Patch<String>,
    /// How much it asks.
    pub level: Patch<CourseLevel>,
    /// The language it is written in.
    pub locale: Patch<String>,
    /// The subject it is listed under.
    pub category_id: Patch<CategoryId>,
    /// How long it takes.
    pub duration_minutes: Patch<i32>,
    /// How many months its certificate is valid.
    pub validity_months: Patch<i32>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes a course.
///
/// Refuses with `SLUG_TAKEN`, `VERSION_CONFLICT`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn update_course(tx: &OrgTx, id: CourseId, input: UpdateCourse) -> Result<course::Model, Failure> {
    let UpdateCourse {
        title,
        slug,
        summary,
        description_html,
        cover,
        level,
        locale,
        category_id,
        duration_minutes,
        validity_months,
        expected_version,
    } = input;
    let granted = tx.load_for::<EditCourse>("id", id).await?;
    let mut problems = Problems::default();
    let title = checked(&mut problems, "title", title, |text| {
        line("title", &text, TextLimits::LINE)
    });
    let slug = checked(&mut problems, "slug", slug, |text| kernel::slug("slug", &text));
    let summary = nullable(&mut problems, summary, |text| {
        optional_line("summary", &text, TextLimits::LINE)
    });
    let description_html = nullable(&mut problems, description_html, |text| {
        html("descriptionHtml", &text)
    });
    let level = checked(&mut problems, "level", level, Ok);
    let locale = checked(&mut problems, "locale", locale, |text| {
        LanguageTag::parse("locale", &text).map(LanguageTag::into_string)
    });
    let duration_minutes = nullable(&mut problems, duration_minutes, |value| duration(value).map(Some));
    let validity_months = nullable(&mut problems, validity_months, |value| validity(value).map(Some));
    if let Patch::Set(id) = category_id {
        problems.take(category::known(tx, "categoryId", id).await?);
    }
    problems.into_result()?;
    changeable(&granted)?;
    unchanged_since(expected_version, granted.version)?;

    let mut changes = Changes::default();
    let title = changes.note("title", &granted.title, title);
    let slug = changes.note("slug", &granted.slug, slug);
    let summary = changes.note("summary", &granted.summary, summary);
    let description_html = changes.note("descriptionHtml", &granted.description_html, description_html);
    let cover = changes.note("cover", &granted.cover, cover.changed());
    let level = changes.note("level", &granted.level, level);
    let locale = changes.note("locale", &granted.locale, locale);
    let category_id = changes.note_as("categoryId", &granted.category_id, category_id.changed(), |id| {
        json!(id.map(|id| id.to_string()))
    });
    let duration_minutes = changes.note("durationMinutes", &granted.duration_minutes, duration_minutes);
    let validity_months = changes.note("validityMonths", &granted.validity_months, validity_months);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.title, title);
            put(&mut row.slug, slug);
            put(&mut row.summary, summary);
            put(&mut row.description_html, description_html);
            put(&mut row.cover, cover);
            put(&mut row.level, level);
            put(&mut row.locale, locale);
            put(&mut row.category_id, category_id);
            put(&mut row.duration_minutes, duration_minutes);
            put(&mut row.validity_months, validity_months);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await
        .map_err(|error| Failure::from(error).when_taken("slug", slug_taken))?;
    let own = tx.load_for::<EditCourse>("id", updated.id).await?;
    gather(tx, &own, &updated).await?;
    tx.emit(changes.tell(NewEvent::new(EventAction::CourseUpdated, updated.id)))
        .await?;
    Ok(updated)
}
