//! From a draft over the review to learners, and out of the catalogue again.

use crate::base::{change, payload};
use async_graphql::{Context, ID, InputObject, Result};
use content::course::{archive_course, publish_course, restore_course, return_course, submit_course};
use entities::course;
use futures::FutureExt;
use graph::Course;
use kernel::CourseId;

/// Handing a course in.
#[derive(InputObject)]
pub struct SubmitCourseInput {
    /// The course.
    pub id: ID,
}

/// Opening a course.
#[derive(InputObject)]
pub struct PublishCourseInput {
    /// The course.
    pub id: ID,
}

/// Taking a course out of the catalogue.
#[derive(InputObject)]
pub struct ArchiveCourseInput {
    /// The course.
    pub id: ID,
}

/// Bringing an archived course back.
#[derive(InputObject)]
pub struct RestoreCourseInput {
    /// The course.
    pub id: ID,
}

/// Sending a course back to its authors.
#[derive(InputObject)]
pub struct ReturnCourseInput {
    /// The course.
    pub id: ID,
    /// What has to change; 1 to 500 characters. Its authors read it in the events of the course.
    pub note: String,
}

payload! {
    /// The course that waits for review.
    SubmitCoursePayload {
        /// The course.
        course: Course
    }
    /// The published course.
    PublishCoursePayload {
        /// The course.
        course: Course
    }
    /// The archived course.
    ArchiveCoursePayload {
        /// The course.
        course: Course
    }
    /// The restored course.
    RestoreCoursePayload {
        /// The course.
        course: Course
    }
    /// The course, which is a draft again.
    ReturnCoursePayload {
        /// The course.
        course: Course
    }
}

pub(super) async fn submit(ctx: &Context<'_>, input: SubmitCourseInput) -> Result<SubmitCoursePayload> {
    let SubmitCourseInput { id } = input;
    let done =
        change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| submit_course(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn publish(ctx: &Context<'_>, input: PublishCourseInput) -> Result<PublishCoursePayload> {
    let PublishCourseInput { id } = input;
    let done =
        change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| publish_course(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn archive(ctx: &Context<'_>, input: ArchiveCourseInput) -> Result<ArchiveCoursePayload> {
    let ArchiveCourseInput { id } = input;
    let done =
        change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| archive_course(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn restore(ctx: &Context<'_>, input: RestoreCourseInput) -> Result<RestoreCoursePayload> {
    let RestoreCourseInput { id } = input;
    let done =
        change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| restore_course(tx, id).boxed());
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn send_back(ctx: &Context<'_>, input: ReturnCourseInput) -> Result<ReturnCoursePayload> {
    let ReturnCourseInput { id, note } = input;
    let done = change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| {
        let note = note.clone();
        async move { return_course(tx, id, &note).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}
