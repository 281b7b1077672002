//! Keeping in mind what was imported.

use super::{first::under_way, state};
use crate::parts::{Course, Part};
use authz::actions::EditCourse;
use entities::{course_import, event::EventAction};
use packages::{Counts, CourseDraft};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use store::{Failure, NewEvent, OrgTx};

/// Remembers the first import of a package.
pub(super) async fn create(tx: &OrgTx, course: &Course, draft: &CourseDraft) -> Result<(), Failure> {
    let counts = draft.counts();
    let row = course_import::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        source_key: Set(draft.key.clone()),
        course_id: Set(course.id),
        content_hash: Set(draft.fingerprint().to_vec()),
        state_hash: Set(state::of(tx, course).await?),
        chapters: Set(number(counts.chapters)),
        lessons: Set(number(counts.lessons)),
        questions: Set(number(counts.questions)),
        attachments: Set(number(counts.attachments)),
        skipped: Set(number(counts.skipped)),
        imported_at: Set(tx.now()),
        created_at: Set(tx.now()),
    };
    tx.create_from::<EditCourse, course_import::Entity>(course, row)
        .await
        .map_err(|failure| failure.when_taken("source_key", under_way))?;
    let event = NewEvent::new(EventAction::CourseImported, course.id);
    tx.emit(event.after(fact(&draft.key, &counts))).await?;
    Ok(())
}

/// Remembers another version of the package.
pub(super) async fn replace(
    tx: &OrgTx,
    course: &Course,
    record: Part<course_import::Entity>,
    draft: &CourseDraft,
) -> Result<(), Failure> {
    let counts = draft.counts();
    let before = json!({
        "chapters": record.chapters, "lessons": record.lessons, "questions": record.questions,
        "attachments": record.attachments, "skipped": record.skipped,
    });
    let state = state::of(tx, course).await?;
    tx.update(record, |columns| {
        columns.content_hash = Set(draft.fingerprint().to_vec());
        columns.state_hash = Set(state);
        columns.chapters = Set(number(counts.chapters));
        columns.lessons = Set(number(counts.lessons));
        columns.questions = Set(number(counts.questions));
        columns.attachments = Set(number(counts.attachments));
        columns.skipped = Set(number(counts.skipped));
        columns.imported_at = Set(tx.now());
    })
    .await?;
    let event = NewEvent::new(EventAction::CourseImported, course.id);
    tx.emit(event.before(before).after(fact(&draft.key, &counts)))
        .await?;
    Ok(())
}

fn fact(key: &str, counts: &Counts) -> Value {
    json!({
        "sourceKey": key, "chapters": counts.chapters, "lessons": counts.lessons, "questions": counts.questions,
        "attachments": counts.attachments, "skipped": counts.skipped,
    })
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
