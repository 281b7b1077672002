//! Pictures that come with a request.

use super::{Desk, FilePlaces, Outcome, settle};
use crate::http::Upload;
use async_graphql::{Context, Error, Result};
use files::{Files, picture};
use graph::RequestContext;
use kernel::{Code, ErrorKind, FileId, Problem, TypedId};
use store::Failure;

/// How many pictures are read at the same time: each takes memory and a core.
const AT_ONCE: usize = 2;

static DESK: Desk = Desk::new(AT_ONCE);

/// The name that stands for a picture while it is only asked whether it may be shown.
pub(crate) const REHEARSED: &str = "rehearsed";

/// Makes a picture of an upload and stores it; `longest` is its longer side at most. Gives its name for the row that shows it. A picture
/// that no row shows goes when the file store is swept.
pub(crate) async fn stored_picture(ctx: &Context<'_>, file: Upload, longest: u16) -> Result<Outcome<String>> {
    let request = RequestContext::of(ctx)?;
    // No connection is held meanwhile.
    request.store.end_reading().await;
    let id = request.store.new_id::<FileId>().uuid();
    let Some(file) = file.file(ctx) else {
        return settle(Err(Failure::from(Problem::at("file", Code::Required))));
    };
    let places = ctx.data_opt::<FilePlaces>().cloned();
    let made = DESK.run(places, move || picture("file", id, &file.bytes, longest));
    let (picture, bytes) = match made.await {
        Ok(Ok(made)) => made,
        Ok(Err(problem)) => return settle(Err(Failure::from(problem))),
        Err(error) => {
            tracing::error!(%error, "reading a picture failed");
            let unreadable = Problem::at("file", Code::ImageUnreadable);
            return settle(Err(Failure::from(unreadable)));
        }
    };
    let files = ctx.data::<Files>()?;
    match files.put_picture(&picture, bytes).await {
        Ok(()) => Ok(Ok(picture.to_string())),
        Err(error) => {
            tracing::error!(?error, "a picture was not stored");
            Err(unavailable())
        }
    }
}

fn unavailable() -> Error {
    graph::error(
        ErrorKind::Unavailable,
        "the file store is not available, try again",
    )
}
