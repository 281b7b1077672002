//! Where a learner stands: their own enrollment, and what is open to them.

use crate::{
    advance::ids,
    enrollment::of,
    outline::{LessonToLearn, with_lesson_to_learn},
    unlock::Part,
};
use authz::{OwnedAction, actions::Learn};
use entities::{
    chapter::{self, ContentStatus},
    course_prerequisite, early_unlock,
    enrollment::{self, EnrollmentStatus},
    lesson, lesson_progress,
};
use kernel::{ChapterId, Code, CourseId, LessonId, MemberId, Problem, Problems};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait,
    prelude::DateTimeUtc,
    sea_query::{Expr, ExprTrait},
};
use store::{Failure, Granted, OrgTx, StoreError};

/// The actor's own enrollment in a course, locked, so that whatever they do in the course happens one after the other.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`.
pub(crate) async fn own_enrollment<A: OwnedAction<On = enrollment::Entity>>(
    tx: &OrgTx,
    course: CourseId,
) -> Result<Granted<A>, Failure> {
    let Some(member) = learner(tx) else {
        return Err(Problem::new(Code::NotEnrolled).into());
    };
    let granted = tx.load_where::<A>(of(member, course), check_status).await?;
    granted.ok_or_else(|| Problem::new(Code::NotEnrolled).into())
}

fn learner(tx: &OrgTx) -> Option<MemberId> {
    tx.access().member().filter(|_| tx.access().is_active_member())
}

fn check_status(own: &enrollment::Model) -> Result<(), Failure> {
    match own.status {
        EnrollmentStatus::Active | EnrollmentStatus::Completed => Ok(()),
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
    pub(crate) lesson: LessonToLearn,
}

/// Enters a lesson. One that the actor does not see is not found.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`, `CONTENT_NOT_RELEASED`, `PREREQUISITES_NOT_MET`.
pub(crate) async fn enter_lesson(tx: &OrgTx, field: &'static str, id: LessonId) -> Result<Place, Failure> {
    let learned = match own_lesson(tx, id).await {
        Ok(Some(learned)) => Ok(learned),
        Ok(None) => Err(Problem::new(Code::NotEnrolled).into()),
        Err(refused) => Err(refused),
    };
    let (granted, lesson) = match learned {
        Ok(learned) => learned,
        // Whoever learns a course sees what it shows of its lessons, so only a refusal could tell somebody of one they do not see.
        Err(Failure::Refused(_) | Failure::Forbidden(_)) if !is_visible(tx, id).await? => {
            return Err(Failure::NotFound(field));
        }
        Err(refused) => return Err(refused),
    };
    check_open(tx, field, &granted, Some(&lesson)).await?;
    Ok(Place { granted, lesson })
}

/// A lesson with the actor's own enrollment in its course, locked as by [`own_enrollment`]: one statement.
async fn own_lesson(tx: &OrgTx, id: LessonId) -> Result<Option<(Granted<Learn>, LessonToLearn)>, Failure> {
    let Some(member) = learner(tx) else {
        return Ok(None);
    };
    let to_lesson = enrollment::Entity::belongs_to(lesson::Entity)
        .from(enrollment::Column::CourseId)
        .to(lesson::Column::CourseId)
        .into();
    let progress = Expr::col(lesson_progress::Column::EnrollmentId.as_column_ref())
        .eq(Expr::col(enrollment::Column::Id.as_column_ref()));
    tx.load_beside::<Learn, lesson::Entity, _>(
        Condition::all().add(enrollment::Column::MemberId.eq(member)),
        (to_lesson, Condition::all().add(lesson::Column::Id.eq(id))),
        |select| with_lesson_to_learn(tx, select, progress),
        check_status,
    )
    .await
}

async fn is_visible(tx: &OrgTx, id: LessonId) -> Result<bool, StoreError> {
    let lesson = tx.find::<lesson::Entity>().filter(lesson::Column::Id.eq(id));
    Ok(lesson.one().await?.is_some())
}

/// Whether a course is open to its learner, and a lesson of it.
pub(crate) async fn check_open(
    tx: &OrgTx,
    field: &'static str,
    enrollment: &Granted<Learn>,
    lesson: Option<&LessonToLearn>,
) -> Result<(), Failure> {
    let mut problems = Problems::default();
    if let Some(lesson) = lesson {
        problems.take(check_released(tx, field, enrollment.member_id, lesson).await?);
    }
    let asks_none = lesson.is_some_and(|lesson| !lesson.asks_prerequisites);
    // What was completed stays open, whatever is asked of newcomers.
    if enrollment.status == EnrollmentStatus::Active && !asks_none {
        problems.take(check_prerequisites(tx, enrollment).await?);
    }
    Ok(problems.into_result()?)
}

/// A draft is not there for learners; what is scheduled opens when both the lesson and its chapter do, by their dates or
/// because the learner has opened them before.
async fn check_released(
    tx: &OrgTx,
    field: &'static str,
    member: MemberId,
    lesson: &LessonToLearn,
) -> Result<Result<(), Problem>, Failure> {
    let opening = |part, (status, release_at)| Opening {
        part,
        status,
        release_at,
    };
    let chapter = opening(Part::Chapter(lesson.chapter_id), lesson.chapter);
    let own = opening(Part::Lesson(lesson.id), lesson.own);
    let opens_at = wait(tx, field, member, chapter)
        .await?
        .max(wait(tx, field, member, own).await?);
    Ok(open(opens_at))
}

/// Whether a chapter is open to a learner.
pub(crate) async fn opening_of_chapter(
    tx: &OrgTx,
    field: &'static str,
    member: MemberId,
    id: ChapterId,
) -> Result<Result<(), Problem>, Failure> {
    let chapter = tx
        .find_for_rule::<chapter::Entity>()
        .filter(chapter::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    let opening = Opening {
        part: Part::Chapter(id),
        status: chapter.status,
        release_at: chapter.release_at,
    };
    Ok(open(wait(tx, field, member, opening).await?))
}

/// How a part of a course opens.
struct Opening {
    part: Part,
    status: ContentStatus,
    release_at: Option<DateTimeUtc>,
}

/// What a learner waits for. The later date is the greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    Nothing,
    Until(DateTimeUtc),
    WithoutDate,
}

fn open(wait: Wait) -> Result<(), Problem> {
    match wait {
        Wait::Nothing => Ok(()),
        Wait::WithoutDate => Err(Problem::new(Code::ContentNotReleased)),
        Wait::Until(at) => {
            let at = at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
            Err(Problem::new(Code::ContentNotReleased).with("releaseAt", at))
        }
    }
}

async fn wait(tx: &OrgTx, field: &'static str, member: MemberId, of: Opening) -> Result<Wait, Failure> {
    let wait = match (of.status, of.release_at) {
        (ContentStatus::Draft, _) => return Err(Failure::NotFound(field)),
        (ContentStatus::Published, _) => return Ok(Wait::Nothing),
        (ContentStatus::Scheduled, Some(at)) if at <= tx.now() => return Ok(Wait::Nothing),
        (ContentStatus::Scheduled, None) => Wait::WithoutDate,
        (ContentStatus::Scheduled, Some(at)) => Wait::Until(at),
    };
    let unlocked = tx
        .find_for_rule::<early_unlock::Entity>()
        .filter(of.part.is().add(early_unlock::Column::MemberId.eq(member)))
        .one()
        .await?;
    Ok(if unlocked.is_some() { Wait::Nothing } else { wait })
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
