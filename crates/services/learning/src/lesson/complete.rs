//! Completing a lesson.

use super::Learned;
use crate::{
    advance::{complete_and_advance, ids, passed_quizzes},
    place::enter_lesson,
};
use entities::quiz;
use kernel::{Code, LessonId, Problem};
use sea_orm::{ColumnTrait, Condition};
use store::{Failure, OrgTx};

/// Completes a lesson, and with the last required one the course. A lesson that is completed already stays so.
///
/// A lesson with a required quiz is completed by passing the quiz; until then this refuses with `QUIZ_NOT_PASSED`.
/// Refuses with what opening a lesson refuses with, too.
pub async fn complete_lesson(tx: &OrgTx, id: LessonId) -> Result<Learned, Failure> {
    let place = enter_lesson(tx, "lessonId", id).await?;
    let enrollment = place.granted.id;
    if place.lesson.has_required_quiz {
        let quizzes = tx
            .find_for_rule::<quiz::Entity>()
            .filter(
                Condition::all()
                    .add(quiz::Column::LessonId.eq(id))
                    .add(quiz::Column::IsRequired.eq(true)),
            )
            .all()
            .await?;
        let passed = passed_quizzes(tx, enrollment).await?;
        let open = quizzes.into_iter().map(|quiz| quiz.id);
        let open = ids(open.filter(|quiz| !passed.contains(quiz)));
        if !open.is_empty() {
            return Err(Problem::new(Code::QuizNotPassed).with("quizzes", open).into());
        }
    }
    let granted = tx.itself(&place.granted);
    let (progress, enrollment) =
        complete_and_advance(tx, &place.granted, granted, id, place.lesson.was_opened).await?;
    Ok(Learned {
        progress,
        enrollment,
        is_counted: true,
    })
}
