//! Beginning a course.

use super::{duration, validity};
use crate::{
    category,
    course_text::gather,
    text::{free_slug, html, slug_taken, take_turn},
};
use authz::actions::{CreateCourse, EditCourse};
use entities::{
    course::{self, CourseLevel, CourseStatus},
    event::EventAction,
};
use kernel::{CategoryId, Code, LanguageTag, Problem, Problems, TextLimits, line, optional_line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// A new course.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// The title.
    pub title: String,
    /// The name in addresses; made of the title if not given.
    pub slug: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// What learners can expect; it is sanitised.
    pub description_html: Option<String>,
    /// How much it asks.
    pub level: CourseLevel,
    /// The language it is written in; the organization's if not given.
    pub locale: Option<String>,
    /// The subject it is listed under.
    pub category_id: Option<CategoryId>,
    /// How long it takes.
    pub duration_minutes: Option<i32>,
    /// How many months its certificate is valid.
    pub validity_months: Option<i32>,
}

/// Begins a course as a draft. Whoever begins it is responsible for it.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `SLUG_TAKEN`.
pub async fn create_course(tx: &OrgTx, input: NewCourse) -> Result<course::Model, Failure> {
    let NewCourse {
        title,
        slug,
        summary,
        description_html,
        level,
        locale,
        category_id,
        duration_minutes,
        validity_months,
    } = input;
    tx.may_create::<CreateCourse>()?;
    let owner = tx
        .access()
        .employee()
        .ok_or_else(|| Problem::new(Code::EmployeeRequired))?;
    let mut problems = Problems::default();
    let title = problems.take(line("title", &title, TextLimits::LINE));
    let slug = problems.take(slug.map(|slug| kernel::slug("slug", &slug)).transpose());
    let summary = problems.take(optional_line(
        "summary",
        summary.as_deref().unwrap_or_default(),
        TextLimits::LINE,
    ));
    let description_html = problems.take(html(
        "descriptionHtml",
        description_html.as_deref().unwrap_or_default(),
    ));
    let locale = problems.take(
        locale
            .map(|tag| LanguageTag::parse("locale", &tag).map(LanguageTag::into_string))
            .transpose(),
    );
    let duration_minutes = problems.take(duration_minutes.map(duration).transpose());
    let validity_months = problems.take(validity_months.map(validity).transpose());
    if let Some(id) = category_id {
        problems.take(category::known(tx, "categoryId", id).await?);
    }
    problems.into_result()?;
    let (
        Some(title),
        Some(slug),
        Some(summary),
        Some(description_html),
        Some(locale),
        Some(duration_minutes),
        Some(validity_months),
    ) = (
        title,
        slug,
        summary,
        description_html,
        locale,
        duration_minutes,
        validity_months,
    )
    else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    let organization = take_turn(tx).await?;
    let slug = match slug {
        Some(slug) => slug,
        None => free_slug(tx, &title).await?,
    };
    let row = course::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        slug: Set(slug),
        title: Set(title),
        summary: Set(summary),
        description_html: Set(description_html),
        cover: Set(None),
        level: Set(level),
        status: Set(CourseStatus::Draft),
        locale: Set(locale.unwrap_or(organization.locale)),
        category_id: Set(category_id),
        owner_employee_id: Set(owner),
        duration_minutes: Set(duration_minutes),
        validity_months: Set(validity_months),
        published_at: Set(None),
        archived_at: Set(None),
        rating_count: Set(0),
        rating_total: Set(0),
        rating_hundredths: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let course = tx
        .create::<CreateCourse>(row)
        .await
        .map_err(|failure| failure.when_taken("slug", slug_taken))?;
    begun(tx, &course).await?;
    Ok(course)
}

/// What follows from a course having been begun: it can be found, and the log tells of it.
async fn begun(tx: &OrgTx, course: &course::Model) -> Result<(), Failure> {
    let own = tx.load_for::<EditCourse>("id", course.id).await?;
    gather(tx, &own, course).await?;
    tx.emit(NewEvent::new(EventAction::CourseCreated, course.id).after(json!({
        "title": course.title, "slug": course.slug, "status": course.status,
        "ownerEmployeeId": course.owner_employee_id.to_string(),
    })))
    .await?;
    Ok(())
}
