//! Beginning and changing courses.

use crate::base::{change, optional_id, parse_id, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use content::course::{NewCourse, UpdateCourse, create_course, update_course};
use entities::{course, organization};
use futures::FutureExt;
use graph::{Course, CourseLevel, LanguageTag};
use kernel::{CategoryId, CourseId, OrganizationId, Patch};

/// A new course.
#[derive(InputObject)]
pub struct CreateCourseInput {
    /// The organization.
    pub organization_id: ID,
    /// The title; 1 to 500 characters.
    pub title: String,
    /// The name in addresses: lower-case letters, digits and single hyphens, unique in the organization. Made from the
    /// title if not given, with a number behind it where it is taken.
    pub slug: Option<String>,
    /// One or two sentences; plain text, at most 500 characters.
    pub summary: Option<String>,
    /// What learners can expect. What is not safe to show is removed.
    pub description_html: Option<String>,
    /// How much it asks of its learners; `BEGINNER` if not given.
    pub level: Option<CourseLevel>,
    /// The language it is written in; the organization's if not given.
    pub locale: Option<LanguageTag>,
    /// The subject it is listed under.
    pub category_id: Option<ID>,
    /// How long it takes in minutes.
    pub duration_minutes: Option<i32>,
    /// How many months its certificate is valid; for ever if not given.
    pub validity_months: Option<i32>,
}

/// What changes in a course. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateCourseInput {
    /// The course.
    pub id: ID,
    /// The title.
    pub title: MaybeUndefined<String>,
    /// The name in addresses. Links with the old one no longer work.
    pub slug: MaybeUndefined<String>,
    /// One or two sentences; null clears them.
    pub summary: MaybeUndefined<String>,
    /// What learners can expect; null clears it. What is not safe to show is removed.
    pub description_html: MaybeUndefined<String>,
    /// How much it asks of its learners.
    pub level: MaybeUndefined<CourseLevel>,
    /// The language it is written in.
    pub locale: MaybeUndefined<LanguageTag>,
    /// The subject it is listed under; null takes it out of its subject.
    pub category_id: MaybeUndefined<ID>,
    /// How long it takes in minutes; null clears it.
    pub duration_minutes: MaybeUndefined<i32>,
    /// How many months its certificate is valid; null: for ever. Certificates that were issued keep their date.
    pub validity_months: MaybeUndefined<i32>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

payload! {
    /// The new course.
    CreateCoursePayload {
        /// The course, a draft that you are responsible for.
        course: Course
    }
    /// The changed course.
    UpdateCoursePayload {
        /// The course.
        course: Course
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateCourseInput) -> Result<CreateCoursePayload> {
    let CreateCourseInput {
        organization_id,
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
    let category = optional_id::<CategoryId>("categoryId", category_id.as_ref());
    let new = NewCourse {
        title,
        slug,
        summary,
        description_html,
        level: level.unwrap_or(CourseLevel::Beginner).into(),
        locale: locale.map(|tag| tag.0),
        category_id: None,
        duration_minutes,
        validity_months,
    };
    let done = change::<organization::Entity, OrganizationId, _, _>(
        ctx,
        "organizationId",
        &organization_id,
        |tx, _| {
            let (mut new, category) = (new.clone(), category.clone());
            async move {
                new.category_id = category?;
                create_course(tx, new).await
            }
            .boxed()
        },
    );
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateCourseInput) -> Result<UpdateCoursePayload> {
    let UpdateCourseInput {
        id,
        title,
        slug,
        summary,
        description_html,
        level,
        locale,
        category_id,
        duration_minutes,
        validity_months,
        expected_version,
    } = input;
    let category = patch(category_id, |id| id).try_map(|id| parse_id::<CategoryId>("categoryId", &id));
    let update = UpdateCourse {
        title: patch(title, |title| title),
        slug: patch(slug, |slug| slug),
        summary: patch(summary, |text| text),
        description_html: patch(description_html, |html| html),
        cover: Patch::Keep,
        level: patch(level, Into::into),
        locale: patch(locale, |tag| tag.0),
        category_id: Patch::Keep,
        duration_minutes: patch(duration_minutes, |minutes| minutes),
        validity_months: patch(validity_months, |months| months),
        expected_version,
    };
    let done = change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| {
        let (mut update, category) = (update.clone(), category.clone());
        async move {
            update.category_id = category?;
            update_course(tx, id, update).await
        }
        .boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}
