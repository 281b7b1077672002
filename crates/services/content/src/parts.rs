//! Finding a part of a course together with the right to edit the course.

use authz::{Consequence, Entails, Owned, actions::EditCourse};
use entities::{
    chapter,
    course::{self, CourseStatus},
    enrollment, lesson, quiz, quiz_attempt, quiz_question,
};
use kernel::{ChapterId, Code, CourseId, LessonId, Problem, QuizId, QuizQuestionId, TypedId};
use sea_orm::ColumnTrait;
use store::{Failure, Granted, OrgTx};

/// The right to edit a course, with its row locked.
pub(crate) type Course = Granted<EditCourse>;
/// A locked part of a course that may be edited.
pub(crate) type Part<E> = Granted<Consequence<EditCourse, E>>;

/// Whether the course may change as it stands.
pub(crate) fn changeable(course: &course::Model) -> Result<(), Problem> {
    match course.status {
        CourseStatus::Draft | CourseStatus::Published => Ok(()),
        CourseStatus::InReview => Err(Problem::new(Code::CourseInReview)),
        CourseStatus::Archived => Err(Problem::new(Code::CourseArchived)),
    }
}

/// A part whose row was visible, locked behind its course.
async fn lock<E: Owned>(
    tx: &OrgTx,
    field: &'static str,
    id: impl TypedId,
    of: CourseId,
) -> Result<(Course, Part<E>), Failure>
where
    EditCourse: Entails<E>,
{
    let course = tx.load_for::<EditCourse>(field, of).await?;
    let part = tx
        .load_entailed::<EditCourse, E>(&course, E::ID.eq(id.uuid()))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::NotFound(field))?;
    Ok((course, part))
}

/// A part that the actor sees.
async fn seen<E: Owned>(tx: &OrgTx, field: &'static str, id: impl TypedId) -> Result<E::Model, Failure> {
    let found = tx.find::<E>().filter(E::ID.eq(id.uuid())).one().await?;
    found.ok_or(Failure::NotFound(field))
}

pub(crate) async fn chapter(
    tx: &OrgTx,
    field: &'static str,
    id: ChapterId,
) -> Result<(Course, Part<chapter::Entity>), Failure> {
    let of = seen::<chapter::Entity>(tx, field, id).await?.course_id;
    lock(tx, field, id, of).await
}

pub(crate) async fn lesson(
    tx: &OrgTx,
    field: &'static str,
    id: LessonId,
) -> Result<(Course, Part<lesson::Entity>), Failure> {
    let of = seen::<lesson::Entity>(tx, field, id).await?.course_id;
    lock(tx, field, id, of).await
}

pub(crate) async fn quiz(
    tx: &OrgTx,
    field: &'static str,
    id: QuizId,
) -> Result<(Course, Part<quiz::Entity>), Failure> {
    let of = seen::<quiz::Entity>(tx, field, id).await?.course_id;
    lock(tx, field, id, of).await
}

/// A question with its quiz and course.
pub(crate) struct Question {
    pub(crate) course: Course,
    pub(crate) quiz: Part<quiz::Entity>,
    pub(crate) question: Part<quiz_question::Entity>,
}

pub(crate) async fn question(
    tx: &OrgTx,
    field: &'static str,
    id: QuizQuestionId,
) -> Result<Question, Failure> {
    let of = seen::<quiz_question::Entity>(tx, field, id).await?.quiz_id;
    let (course, quiz) = quiz(tx, field, of).await?;
    let question = tx
        .load_entailed::<EditCourse, quiz_question::Entity>(&course, quiz_question::Column::Id.eq(id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::NotFound(field))?;
    Ok(Question {
        course,
        quiz,
        question,
    })
}

/// Whether nobody can have learned anything of the course, so that its drafts may be deleted.
pub(crate) async fn never_taught(tx: &OrgTx, course: &course::Model) -> Result<(), Failure> {
    let learners = tx
        .find_for_rule::<enrollment::Entity>()
        .filter(enrollment::Column::CourseId.eq(course.id))
        .count()
        .await?;
    if course.published_at.is_none() && learners == 0 {
        Ok(())
    } else {
        Err(Problem::new(Code::ContentInUse).into())
    }
}

/// Whether nobody has begun to take the quiz.
pub(crate) async fn never_taken(tx: &OrgTx, quiz: QuizId) -> Result<(), Failure> {
    let attempts = tx
        .find_for_rule::<quiz_attempt::Entity>()
        .filter(quiz_attempt::Column::QuizId.eq(quiz))
        .count()
        .await?;
    if attempts == 0 {
        Ok(())
    } else {
        Err(Problem::new(Code::QuizHasAttempts)
            .with("attempts", attempts)
            .into())
    }
}
