//! Where a learner stands: their own enrollment, and what is open to them.

use crate::{advance::ids, enrollment::of};
use authz::actions::Learn;
use entities::{
    chapter::{self, ContentStatus},
    course_prerequisite,
    enrollment::{self, EnrollmentStatus},
    lesson,
};
use kernel::{Code, CourseId, LessonId, Problem, Problems};
use sea_orm::{ColumnTrait, Condition};
use store::{Failure, Granted, OrgTx};

/// The actor's own enrollment in a course, locked, so that whatever they do in the course happens one after the other.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`.
pub(crate) async fn own_enrollment(
    tx: &OrgTx,
    field: &'static str,
    course: CourseId,
) -> Result<Granted<Learn>, Failure> {
    let member = tx.access().member().filter(|_| tx.access().is_active_member());
    let Some(member) = member else {
        return Err(Problem::new(Code::NotEnrolled).into());
    };
    let own = tx
        .find::<enrollment::Entity>()
        .filter(of(member, course))
        .one()
        .await?;
    let own = own.ok_or_else(|| Problem::new(Code::NotEnrolled))?;
    match own.status {
        EnrollmentStatus::Active | EnrollmentStatus::Completed => tx.load_for::<Learn>(field, own.id).await,
        status @ (EnrollmentStatus::Suspended | EnrollmentStatus::Cancelled) => {
            Err(Problem::new(Code::EnrollmentNotActive)
                .with("status", status.name())
                .into())
        }
    }
}

/// A lesson that the actor learns: its evidence is their enrollment.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) granted: Granted<Learn>,
    pub(crate) lesson: lesson::Model,
}

/// Enters a lesson.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`, `CONTENT_NOT_RELEASED`, `PREREQUISITES_NOT_MET`.
pub(crate) async fn enter_lesson(tx: &OrgTx, field: &'static str, id: LessonId) -> Result<Place, Failure> {
    let lesson = tx
        .find::<lesson::Entity>()
        .filter(lesson::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    let granted = own_enrollment(tx, field, lesson.course_id).await?;
    check_open(tx, field, &granted, Some(&lesson)).await?;
    Ok(Place { granted, lesson })
}

/// Whether a course is open to its learner, and a lesson of it.
pub(crate) async fn check_open(
    tx: &OrgTx,
    field: &'static str,
    enrollment: &Granted<Learn>,
    lesson: Option<&lesson::Model>,
) -> Result<(), Failure> {
    let mut problems = Problems::default();
    if let Some(lesson) = lesson {
        problems.take(check_released(tx, field, lesson).await?);
    }
    // What was completed stays open, whatever is asked of newcomers.
    if enrollment.status == EnrollmentStatus::Active {
        problems.take(check_prerequisites(tx, enrollment).await?);
    }
    Ok(problems.into_result()?)
}

/// A draft is not there for learners; what is scheduled opens when both the lesson and its chapter do.
async fn check_released(
    tx: &OrgTx,
    field: &'static str,
    lesson: &lesson::Model,
) -> Result<Result<(), Problem>, Failure> {
    let chapter = tx
        .find_for_rule::<chapter::Entity>()
        .filter(chapter::Column::Id.eq(lesson.chapter_id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    let mut opens_at = None;
    for (status, release_at) in [
        (chapter.status, chapter.release_at),
        (lesson.status, lesson.release_at),
    ] {
        match (status, release_at) {
            (ContentStatus::Draft, _) => return Err(Failure::NotFound(field)),
            (ContentStatus::Published, _) => {}
            (ContentStatus::Scheduled, None) => return Ok(Err(Problem::new(Code::ContentNotReleased))),
            (ContentStatus::Scheduled, Some(at)) => opens_at = opens_at.max(Some(at)),
        }
    }
    Ok(match opens_at.filter(|at| *at > tx.now()) {
        None => Ok(()),
        Some(at) => {
            let at = at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
            Err(Problem::new(Code::ContentNotReleased).with("releaseAt", at))
        }
    })
}

/// The courses that have to be completed before this one.
async fn check_prerequisites(
    tx: &OrgTx,
    enrollment: &Granted<Learn>,
) -> Result<Result<(), Problem>, Failure> {
    let asked: Vec<CourseId> = tx
        .find_for_rule::<course_prerequisite::Entity>()
        .filter(course_prerequisite::Column::CourseId.eq(enrollment.course_id))
        .all()
        .await?
        .into_iter()
        .map(|row| row.prerequisite_course_id)
        .collect();
    if asked.is_empty() {
        return Ok(Ok(()));
    }
    let completed: Vec<CourseId> = tx
        .find_for_rule::<enrollment::Entity>()
        .filter(
            Condition::all()
                .add(enrollment::Column::MemberId.eq(enrollment.member_id))
                .add(enrollment::Column::CompletedAt.is_not_null()),
        )
        .among(enrollment::Column::CourseId, asked.clone())
        .all()
        .await?
        .into_iter()
        .map(|row| row.course_id)
        .collect();
    let missing = ids(asked.into_iter().filter(|course| !completed.contains(course)));
    Ok(if missing.is_empty() {
        Ok(())
    } else {
        Err(Problem::new(Code::PrerequisitesNotMet).with("missing", missing))
    })
}
