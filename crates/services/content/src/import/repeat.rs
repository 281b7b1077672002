//! A package that was imported before.

use super::{
    ImportOutcome, ImportedCourse, KeptFiles, Progress, files::stored_for, first::locale, parts, record,
    state,
};
use crate::{
    chapter::delete_chapter,
    course::{UpdateCourse, update_course},
    parts::{Course, Part},
};
use authz::actions::EditCourse;
use entities::{chapter, course::CourseStatus, course_import};
use kernel::{Code, Patch, Problem};
use packages::CourseDraft;
use sea_orm::ColumnTrait;
use store::{Failure, OrgTx};

/// Changes nothing where the package says the same as then, and replaces what the import has made where that is untouched.
pub(super) async fn import(
    tx: &OrgTx,
    draft: &CourseDraft,
    record: course_import::Model,
    kept: &KeptFiles,
    progress: Progress<'_>,
) -> Result<ImportedCourse, Failure> {
    let (course, record) = open(tx, record).await?;
    if record.content_hash == draft.fingerprint() {
        return Ok(ImportedCourse {
            course: course.clone(),
            outcome: ImportOutcome::Unchanged,
        });
    }
    untouched(tx, &course, &record).await?;
    // Equal files keep their bytes. Nobody else can remove them meanwhile: the course is locked.
    let kept = kept.with(stored_for(tx, course.id).await?);
    let chapters = tx
        .find_for_rule::<chapter::Entity>()
        .filter(chapter::Column::CourseId.eq(course.id))
        .all()
        .await?;
    for chapter in chapters {
        delete_chapter(tx, chapter.id).await?;
    }
    let replaced = update_course(tx, course.id, said(draft)).await?;
    parts::write(tx, course.id, draft, &kept, progress).await?;
    record::replace(tx, &course, record, draft).await?;
    Ok(ImportedCourse {
        course: replaced,
        outcome: ImportOutcome::Replaced,
    })
}

/// The course and the record of its import, locked.
pub(super) async fn open(
    tx: &OrgTx,
    record: course_import::Model,
) -> Result<(Course, Part<course_import::Entity>), Failure> {
    let course = tx.load_for::<EditCourse>("course", record.course_id).await?;
    // Somebody else may have imported it again while this transaction waited for the course.
    let record = tx
        .load_entailed::<EditCourse, course_import::Entity>(&course, course_import::Column::Id.eq(record.id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("the record of an import is gone"))?;
    Ok((course, record))
}

/// Whether the course is as the import has left it.
pub(super) async fn untouched(
    tx: &OrgTx,
    course: &Course,
    record: &course_import::Model,
) -> Result<(), Failure> {
    let is_draft = course.status == CourseStatus::Draft && course.published_at.is_none();
    if !is_draft || state::of(tx, course).await? != record.state_hash {
        return Err(Problem::new(Code::ImportChanged)
            .with("slug", course.slug.clone())
            .into());
    }
    Ok(())
}

/// What the package says about the course itself. What it does not say stays as it is.
fn said(draft: &CourseDraft) -> UpdateCourse {
    let set_or_clear = |value: &Option<String>| value.clone().map_or(Patch::Clear, Patch::Set);
    UpdateCourse {
        title: Patch::Set(draft.title.clone()),
        summary: set_or_clear(&draft.summary),
        description_html: set_or_clear(&draft.description_html),
        locale: locale(draft).map_or(Patch::Keep, Patch::Set),
        ..UpdateCourse::default()
    }
}
