//! What follows when a learner gets on: their progress is counted again, and a course that is done is completed.

use crate::{
    certificate,
    outline::{self, LESSON_COUNTS, required_lessons_learned},
    points,
};
use authz::{Consequence, Entails, Yields};
use entities::{
    certificate as certificates,
    enrollment::{self, EnrollmentStatus},
    event::EventAction,
    lesson_progress, point_balance,
    point_entry::{self, PointKind},
    quiz_answer, quiz_attempt,
};
use kernel::{COURSE_COMPLETED_POINTS, EnrollmentId, LessonId, QuizId, TypedId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, IntoActiveModel};
use serde_json::json;
use std::collections::HashSet;
use store::{Failure, Granted, NewEvent, OrgTx, StoreError};

/// An action by which a learner gets on: learning itself, or the clock that hands an attempt in.
pub(crate) trait Advances:
    Entails<enrollment::Entity>
    + Yields<lesson_progress::Entity>
    + Entails<lesson_progress::Entity>
    + Entails<quiz_attempt::Entity>
    + Entails<quiz_answer::Entity>
    + Yields<certificates::Entity>
    + Yields<point_entry::Entity>
    + Yields<point_balance::Entity>
    + Entails<point_balance::Entity>
{
}

impl<A> Advances for A where
    A: Entails<enrollment::Entity>
        + Yields<lesson_progress::Entity>
        + Entails<lesson_progress::Entity>
        + Entails<quiz_attempt::Entity>
        + Entails<quiz_answer::Entity>
        + Yields<certificates::Entity>
        + Yields<point_entry::Entity>
        + Yields<point_balance::Entity>
        + Entails<point_balance::Entity>
{
}

/// An enrollment that an action entails a change of, locked.
pub(crate) async fn enrollment_of<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    id: EnrollmentId,
) -> Result<Granted<Consequence<A, enrollment::Entity>>, Failure> {
    tx.load_entailed::<A, enrollment::Entity>(because, enrollment::Column::Id.eq(id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("an enrollment has gone"))
}

/// Counts the progress of an enrollment, and completes the course when everything required is done. What is completed
/// stays completed, whatever is added to the course later.
pub(crate) async fn advance<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    granted: Granted<Consequence<A, enrollment::Entity>>,
) -> Result<enrollment::Model, Failure> {
    if granted.status != EnrollmentStatus::Active {
        return Ok(touch(tx, granted).await?);
    }
    let lessons = required_lessons_learned(tx, granted.course_id, granted.id);
    let counted = tx
        .update_summing(granted, (lessons, LESSON_COUNTS), |row| note_counting(tx, row))
        .await?;
    complete_if_done(tx, because, counted).await
}

/// Completes the course where the lessons have just been counted, if nothing is left to do.
async fn complete_if_done<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    counted: Granted<Consequence<A, enrollment::Entity>>,
) -> Result<enrollment::Model, Failure> {
    let lessons_done = counted.completed_lessons == counted.required_lessons;
    let is_done = lessons_done && all_quizzes_passed(tx, &counted, counted.required_lessons == 0).await?;
    if !is_done {
        return Ok(counted.clone());
    }
    let version = counted.version + 1;
    let completed = tx
        .update(counted, |row| {
            row.status = Set(EnrollmentStatus::Completed);
            row.completed_at = Set(Some(tx.now()));
            row.version = Set(version);
        })
        .await?;
    complete(tx, because, &completed).await?;
    Ok(completed)
}

fn note_counting(tx: &OrgTx, row: &mut enrollment::ActiveModel) {
    row.updated_at = Set(tx.now());
    note_activity(tx, row);
}

/// Notes that a learner was at work.
pub(crate) async fn touch<A: authz::Action<On = enrollment::Entity>>(
    tx: &OrgTx,
    granted: Granted<A>,
) -> Result<enrollment::Model, StoreError> {
    tx.update(granted, |row| note_activity(tx, row)).await
}

/// The clock that hands an attempt in is no activity of its learner.
fn note_activity(tx: &OrgTx, row: &mut enrollment::ActiveModel) {
    if !tx.actor().is_system() {
        row.last_activity_at = Set(Some(tx.now()));
        row.updated_at = Set(tx.now());
    }
}

/// Whether every required quiz is passed. A course that asks for nothing at all is never done.
async fn all_quizzes_passed<A: Entails<enrollment::Entity>>(
    tx: &OrgTx,
    enrollment: &Granted<Consequence<A, enrollment::Entity>>,
    asks_no_lesson: bool,
) -> Result<bool, StoreError> {
    let required = outline::required_quizzes(tx, enrollment.course_id).await?;
    if required.is_empty() {
        return Ok(!asks_no_lesson);
    }
    let passed = passed_quizzes(tx, enrollment.id).await?;
    Ok(required.iter().all(|quiz| passed.contains(&quiz.id)))
}

/// The quizzes that were passed under an enrollment.
pub(crate) async fn passed_quizzes(tx: &OrgTx, id: EnrollmentId) -> Result<HashSet<QuizId>, StoreError> {
    let rows = tx
        .find_for_rule::<quiz_attempt::Entity>()
        .filter(
            Condition::all()
                .add(quiz_attempt::Column::EnrollmentId.eq(id))
                .add(quiz_attempt::Column::IsPassed.eq(true)),
        )
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.quiz_id).collect())
}

/// What comes with completing a course: the log, the certificate, the points.
async fn complete<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    enrollment: &enrollment::Model,
) -> Result<(), Failure> {
    tx.emit(
        NewEvent::new(EventAction::CourseCompleted, enrollment.id)
            .before(json!({ "status": EnrollmentStatus::Active }))
            .after(json!({
                "status": enrollment.status,
                "memberId": enrollment.member_id.to_string(),
                "courseId": enrollment.course_id.to_string(),
                "requiredLessons": enrollment.required_lessons,
            })),
    )
    .await?;
    certificate::issue(tx, because, enrollment).await?;
    points::award(
        tx,
        because,
        enrollment.member_id,
        (PointKind::CourseCompleted, COURSE_COMPLETED_POINTS),
        points::Source::of(enrollment.course_id),
    )
    .await
}

/// Completes a lesson, and counts the progress of the enrollment, as [`advance`] does. `was_opened` as for [`begin_lesson`].
pub(crate) async fn complete_and_advance<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    mut granted: Granted<Consequence<A, enrollment::Entity>>,
    lesson: LessonId,
    mut was_opened: bool,
) -> Result<(lesson_progress::Model, enrollment::Model), Failure> {
    let enrollment = granted.id;
    if !was_opened && granted.status == EnrollmentStatus::Active {
        let progress = new_progress(tx, enrollment, lesson, true);
        let row = progress.clone().into_active_model().reset_all();
        let lessons = required_lessons_learned(tx, granted.course_id, enrollment);
        let (added, counted) = tx
            .create_absent_summing::<A, lesson_progress::Entity, _, _>(
                because,
                row,
                (granted, (lessons, LESSON_COUNTS)),
                |row| {
                    note_counting(tx, row);
                },
            )
            .await?;
        if added {
            tell(tx, EventAction::LessonOpened, &progress).await?;
            tell(tx, EventAction::LessonCompleted, &progress).await?;
            return Ok((progress, complete_if_done(tx, because, counted).await?));
        }
        // It was opened meanwhile, and is counted when it is completed.
        (granted, was_opened) = (counted, true);
    }
    let progress = complete_lesson(tx, because, (enrollment, lesson), was_opened).await?;
    Ok((progress, advance(tx, because, granted).await?))
}

/// Completes a lesson, once.
pub(crate) async fn complete_lesson<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    (enrollment, lesson): (EnrollmentId, LessonId),
    was_opened: bool,
) -> Result<lesson_progress::Model, Failure> {
    let begun = begin_lesson(tx, because, (enrollment, lesson), was_opened, true).await?;
    let progress = match begun {
        Begun::Now(progress) => progress,
        Begun::Before(done) if done.completed_at.is_some() => return Ok(done.clone()),
        Begun::Before(opened) => {
            tx.update(opened, |row| {
                row.completed_at = Set(Some(tx.now()));
                row.updated_at = Set(tx.now());
            })
            .await?
        }
    };
    tell(tx, EventAction::LessonCompleted, &progress).await?;
    Ok(progress)
}

/// Tells the log what a learner has done in a lesson.
async fn tell(tx: &OrgTx, action: EventAction, progress: &lesson_progress::Model) -> Result<(), StoreError> {
    tx.emit(NewEvent::new(action, progress.id).after(json!({
        "enrollmentId": progress.enrollment_id.to_string(),
        "lessonId": progress.lesson_id.to_string(),
    })))
    .await
}

/// What a learner has done in a lesson.
pub(crate) enum Begun<A: Entails<lesson_progress::Entity>> {
    /// They have just opened it.
    Now(lesson_progress::Model),
    /// They had opened it before. The row is locked.
    Before(Granted<Consequence<A, lesson_progress::Entity>>),
}

/// Opens a lesson, unless it was opened before. `was_opened` says what seems to be the case; it is
/// fast where that is so, and right in any case.
pub(crate) async fn begin_lesson<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    (enrollment, lesson): (EnrollmentId, LessonId),
    was_opened: bool,
    is_completed: bool,
) -> Result<Begun<A>, Failure>
where
    A: Entails<lesson_progress::Entity> + Yields<lesson_progress::Entity>,
{
    let mut is_there = was_opened;
    // What is not there can be made, and what cannot be made is there.
    for _attempt in 0..3 {
        if is_there {
            let which = Condition::all()
                .add(lesson_progress::Column::EnrollmentId.eq(enrollment))
                .add(lesson_progress::Column::LessonId.eq(lesson));
            let found = tx
                .load_entailed::<A, lesson_progress::Entity>(because, which)
                .await?;
            if let Some(existing) = found.into_iter().next() {
                return Ok(Begun::Before(existing));
            }
        } else if let Some(progress) = open(tx, because, enrollment, lesson, is_completed).await? {
            return Ok(Begun::Now(progress));
        }
        is_there = !is_there;
    }
    Err(Failure::Defect("a progress is neither there nor absent"))
}

/// Makes the row of a lesson that was not opened before. Nothing, if it was.
async fn open<A: Yields<lesson_progress::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    enrollment: EnrollmentId,
    lesson: LessonId,
    is_completed: bool,
) -> Result<Option<lesson_progress::Model>, Failure> {
    let progress = new_progress(tx, enrollment, lesson, is_completed);
    let row = progress.clone().into_active_model().reset_all();
    let added = tx
        .create_absent_from::<A, lesson_progress::Entity>(because, vec![row])
        .await?;
    if added == 0 {
        return Ok(None);
    }
    tell(tx, EventAction::LessonOpened, &progress).await?;
    Ok(Some(progress))
}

fn new_progress(
    tx: &OrgTx,
    enrollment: EnrollmentId,
    lesson: LessonId,
    is_completed: bool,
) -> lesson_progress::Model {
    lesson_progress::Model {
        id: tx.new_id(),
        organization_id: tx.organization(),
        enrollment_id: enrollment,
        lesson_id: lesson,
        opened_at: tx.now(),
        completed_at: is_completed.then(|| tx.now()),
        watched: json!([]),
        watched_seconds: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// Ids as clients read them in the facts of a refusal.
pub(crate) fn ids<I: TypedId + ToString>(ids: impl IntoIterator<Item = I>) -> Vec<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}
