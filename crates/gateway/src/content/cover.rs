//! Pictures of courses.

use crate::{
    base::{REHEARSED, change, parse_id, payload, perform, stored_picture},
    http::Upload,
};
use async_graphql::{Context, ID, InputObject, Result};
use content::course::{UpdateCourse, update_course};
use entities::course;
use futures::FutureExt;
use graph::{Course, RequestContext};
use kernel::{CourseId, Patch};
use store::Target;

/// The longer side of a cover at most.
const LONGEST: u16 = 1_600;

/// A picture for a course.
#[derive(InputObject)]
pub struct UploadCourseCoverInput {
    /// The course.
    pub id: ID,
    /// The picture: PNG, JPEG or WebP, at most 5 MiB, 6,000 pixels on a side and 16 million in all. It is turned upright, made
    /// smaller where it is larger than 1,600 pixels, and written anew, so nothing in it but the picture is kept.
    pub file: Upload,
}

/// A course that shall have no picture.
#[derive(InputObject)]
pub struct RemoveCourseCoverInput {
    /// The course.
    pub id: ID,
}

payload! {
    /// The course with its new cover.
    UploadCourseCoverPayload {
        /// The course.
        course: Course
    }
    /// The course without its cover.
    RemoveCourseCoverPayload {
        /// The course.
        course: Course
    }
}

/// First whether it would be taken, then the bytes, then the row: nobody fills the file store who may not.
pub(super) async fn upload(
    ctx: &Context<'_>,
    input: UploadCourseCoverInput,
) -> Result<UploadCourseCoverPayload> {
    let UploadCourseCoverInput { id: given, file } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<CourseId>("id", &given);
    let target = id.clone().map(|id| Target::of::<course::Entity>("id", id));
    let rehearsed = perform(&request, target, true, |tx| {
        let id = id.clone();
        async move { with_cover(tx, id?, Patch::Set(REHEARSED.to_owned())).await }.boxed()
    });
    if let Err(refused) = rehearsed.await? {
        return Ok(Err(refused).into());
    }
    let name = match stored_picture(ctx, file, LONGEST).await? {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused).into()),
    };
    let done = change::<course::Entity, CourseId, _, _>(ctx, "id", &given, |tx, id| {
        with_cover(tx, id, Patch::Set(name.clone())).boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn remove(
    ctx: &Context<'_>,
    input: RemoveCourseCoverInput,
) -> Result<RemoveCourseCoverPayload> {
    let RemoveCourseCoverInput { id } = input;
    let done = change::<course::Entity, CourseId, _, _>(ctx, "id", &id, |tx, id| {
        with_cover(tx, id, Patch::Clear).boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

async fn with_cover(
    tx: &store::OrgTx,
    id: CourseId,
    cover: Patch<String>,
) -> std::result::Result<course::Model, store::Failure> {
    let change = UpdateCourse {
        cover,
        ..UpdateCourse::default()
    };
    update_course(tx, id, change).await
}
