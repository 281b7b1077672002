//! Completing a lesson.

use crate::{
    advance::{self, advance, ids, passed_quizzes},
    place::enter_lesson,
};
use entities::{lesson_progress, quiz};
use kernel::{Code, LessonId, Problem};
use sea_orm::{ColumnTrait, Condition};
use store::{Failure, OrgTx};

/// Completes a lesson, and with the last required one the course. A lesson that is completed already stays so.
///
/// A lesson with a required quiz is completed by passing the quiz; until then this refuses with `QUIZ_NOT_PASSED`.
/// Refuses with what opening a lesson refuses with, too.
pub async fn complete_lesson(tx: &OrgTx, id: LessonId) -> Result<lesson_progress::Model, Failure> {
    let place = enter_lesson(tx, "lessonId", id).await?;
    let enrollment = place.granted.id;
    let quizzes: Vec<_> = tx
        .find_for_rule::<quiz::Entity>()
        .filter(
            Condition::all()
                .add(quiz::Column::LessonId.eq(id))
                .add(quiz::Column::IsRequired.eq(true)),
        )
        .all()
        .await?;
    if !quizzes.is_empty() {
        let passed = passed_quizzes(tx, enrollment).await?;
        let open = quizzes.into_iter().map(|quiz| quiz.id);
        let open = ids(open.filter(|quiz| !passed.contains(quiz)));
        if !open.is_empty() {
            return Err(Problem::new(Code::QuizNotPassed).with("quizzes", open).into());
        }
    }
    let progress = advance::complete_lesson(tx, &place.granted, enrollment, place.lesson.id).await?;
    advance(tx, &place.granted, enrollment).await?;
    Ok(progress)
}
