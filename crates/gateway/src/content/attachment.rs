//! Files of lessons.

use crate::{
    base::{change, parse_id, payload, perform},
    http::{Limits, Upload},
};
use async_graphql::{Context, Error, ID, InputObject, Result};
use content::lesson::{NewAttachment, add_lesson_attachment, may_attach, remove_lesson_attachment};
use entities::{file, lesson};
use files::{Accept, Files, check, shown_name};
use futures::FutureExt;
use graph::{Lesson, RequestContext};
use kernel::{Code, FileId, LessonId, Problem, TypedId};
use store::Target;

/// A new file of a lesson.
#[derive(InputObject)]
pub struct AddLessonAttachmentInput {
    /// The lesson.
    pub lesson_id: ID,
    /// The file: images, PDF, office documents, plain text, sound, video, ZIP; at most 25 MiB unless this server says otherwise.
    pub file: Upload,
}

/// A file that goes.
#[derive(InputObject)]
pub struct RemoveLessonAttachmentInput {
    /// The file.
    pub id: ID,
}

payload! {
    /// The lesson with its new file.
    AddLessonAttachmentPayload {
        /// The lesson; the file is the last of its attachments.
        lesson: Lesson
    }
    /// The lesson without the file.
    RemoveLessonAttachmentPayload {
        /// The lesson.
        lesson: Lesson
    }
}

/// First whether it would be taken, then the bytes, then the row: nobody fills the file store who may not, and no row is
/// without bytes. Bytes without a row, should the last step fail, go when the file store is swept.
pub(super) async fn add(
    ctx: &Context<'_>,
    input: AddLessonAttachmentInput,
) -> Result<AddLessonAttachmentPayload> {
    let AddLessonAttachmentInput { lesson_id, file } = input;
    let request = RequestContext::of(ctx)?;
    let limit = ctx.data::<Limits>()?.max_attachment_bytes;
    let uploaded = file.file(ctx).ok_or_else(|| Problem::at("file", Code::Required));
    let checked = uploaded.and_then(|file| {
        let checked = check("file", Accept::Material, &file.bytes, limit)?;
        Ok((file, checked))
    });
    let lesson = parse_id::<LessonId>("lessonId", &lesson_id);
    let target = lesson
        .clone()
        .map(|id| Target::of::<lesson::Entity>("lessonId", id));
    let verdict = checked.as_ref().map(|_taken| ()).map_err(Clone::clone);
    let rehearsed = perform(&request, target, true, |tx| {
        let (lesson, verdict) = (lesson.clone(), verdict.clone());
        async move {
            may_attach(tx, lesson?).await?;
            Ok(verdict?)
        }
        .boxed()
    });
    if let Err(refused) = rehearsed.await? {
        return Ok(Err(refused).into());
    }
    let (file, checked) = checked.map_err(|_refused| Error::new("defect: a refused file was taken"))?;
    let id: FileId = request.store.new_id();
    let files = ctx.data::<Files>()?;
    files.put(id.uuid(), file.bytes).await.map_err(|error| {
        tracing::error!(?error, "a file was not stored");
        graph::error(
            kernel::ErrorKind::Unavailable,
            "the file store is not available, try again",
        )
    })?;
    let new = NewAttachment {
        id,
        name: shown_name(&file.name),
        content_type: checked.content_type.to_owned(),
        byte_size: checked.byte_size,
        sha256: checked.sha256,
        storage_id: None,
    };
    let done = change::<lesson::Entity, LessonId, _, _>(ctx, "lessonId", &lesson_id, |tx, id| {
        add_lesson_attachment(tx, id, new.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}

pub(super) async fn remove(
    ctx: &Context<'_>,
    input: RemoveLessonAttachmentInput,
) -> Result<RemoveLessonAttachmentPayload> {
    let RemoveLessonAttachmentInput { id } = input;
    let done = change::<file::Entity, FileId, _, _>(ctx, "id", &id, |tx, id| {
        remove_lesson_attachment(tx, id).boxed()
    });
    Ok(done.await?.map(|(view, row)| Lesson::new(view, row)).into())
}
