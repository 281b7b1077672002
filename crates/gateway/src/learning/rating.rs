//! Rating courses, and looking after what is said.

use crate::base::{change, payload};
use async_graphql::{Context, ID, InputObject, Result};
use entities::{course, course_rating};
use futures::FutureExt;
use graph::CourseRating;
use kernel::{CourseId, CourseRatingId};
use learning::rating::{
    NewRating, delete_course_rating, hide_course_rating, rate_course, restore_course_rating,
};

/// Rating a course.
#[derive(InputObject)]
pub struct RateCourseInput {
    /// The course; you have to be enrolled in it.
    pub course_id: ID,
    /// From 1 to 5 stars.
    pub rating: i32,
    /// Why; plain text, at most 5,000 characters. Absent, there is none, also where there was one.
    pub comment: Option<String>,
}

/// Taking a rating back.
#[derive(InputObject)]
pub struct DeleteCourseRatingInput {
    /// Your rating.
    pub id: ID,
}

/// Hiding a rating.
#[derive(InputObject)]
pub struct HideCourseRatingInput {
    /// The rating.
    pub id: ID,
    /// Why; 1 to 500 characters. Its author reads it.
    pub reason: String,
}

/// Showing a hidden rating again.
#[derive(InputObject)]
pub struct RestoreCourseRatingInput {
    /// The rating.
    pub id: ID,
}

payload! {
    /// What you think of the course.
    RateCoursePayload {
        /// Your rating.
        rating: CourseRating
    }
    /// What is gone.
    DeleteCourseRatingPayload {
        /// The id the rating had.
        deleted_id: ID
    }
    /// The hidden rating.
    HideCourseRatingPayload {
        /// The rating.
        rating: CourseRating
    }
    /// The rating that is shown again.
    RestoreCourseRatingPayload {
        /// The rating.
        rating: CourseRating
    }
}

pub(super) async fn rate(ctx: &Context<'_>, input: RateCourseInput) -> Result<RateCoursePayload> {
    let RateCourseInput {
        course_id,
        rating,
        comment,
    } = input;
    let new = NewRating { rating, comment };
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        rate_course(tx, id, new.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| CourseRating::new(view, row)).into())
}

pub(super) async fn delete(
    ctx: &Context<'_>,
    input: DeleteCourseRatingInput,
) -> Result<DeleteCourseRatingPayload> {
    let DeleteCourseRatingInput { id } = input;
    let done = change::<course_rating::Entity, CourseRatingId, _, _>(ctx, "id", &id, |tx, id| {
        delete_course_rating(tx, id).boxed()
    });
    Ok(done.await?.map(|(_, row)| row.id.to_string().into()).into())
}

pub(super) async fn hide(ctx: &Context<'_>, input: HideCourseRatingInput) -> Result<HideCourseRatingPayload> {
    let HideCourseRatingInput { id, reason } = input;
    let done = change::<course_rating::Entity, CourseRatingId, _, _>(ctx, "id", &id, |tx, id| {
        let reason = reason.clone();
        async move { hide_course_rating(tx, id, &reason).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| CourseRating::new(view, row)).into())
}

pub(super) async fn restore(
    ctx: &Context<'_>,
    input: RestoreCourseRatingInput,
) -> Result<RestoreCourseRatingPayload> {
    let RestoreCourseRatingInput { id } = input;
    let done = change::<course_rating::Entity, CourseRatingId, _, _>(ctx, "id", &id, |tx, id| {
        restore_course_rating(tx, id).boxed()
    });
    Ok(done.await?.map(|(view, row)| CourseRating::new(view, row)).into())
}
