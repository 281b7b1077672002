//! A package that is new here.

use super::{ImportOutcome, ImportedCourse, KeptFiles, Progress, earlier, parts, record};
use crate::{
    course::{NewCourse, create_course},
    text::take_turn,
};
use authz::actions::EditCourse;
use entities::course::CourseLevel;
use kernel::{Code, LanguageTag, Problem};
use packages::CourseDraft;
use store::{Failure, OrgTx};

/// Makes the course.
pub(super) async fn import(
    tx: &OrgTx,
    draft: &CourseDraft,
    kept: &KeptFiles,
    progress: Progress<'_>,
) -> Result<ImportedCourse, Failure> {
    // Whoever imports the same package at the same time waits here.
    take_turn(tx).await?;
    if earlier(tx, draft).await?.is_some() {
        return Err(under_way().into());
    }
    let input = NewCourse {
        title: draft.title.clone(),
        slug: None,
        summary: draft.summary.clone(),
        description_html: draft.description_html.clone(),
        level: CourseLevel::Beginner,
        locale: locale(draft),
        category_id: None,
        duration_minutes: None,
        validity_months: None,
    };
    let course = create_course(tx, input).await?;
    parts::write(tx, course.id, draft, kept, progress).await?;
    let granted = tx.load_for::<EditCourse>("course", course.id).await?;
    record::create(tx, &granted, draft).await?;
    Ok(ImportedCourse {
        course,
        outcome: ImportOutcome::Created,
    })
}

/// The language of a package, if it names one that exists.
pub(super) fn locale(draft: &CourseDraft) -> Option<String> {
    let tag = LanguageTag::parse("locale", draft.locale.as_deref()?).ok()?;
    Some(tag.into_string())
}

pub(super) fn under_way() -> Problem {
    Problem::new(Code::ImportUnderWay)
}
