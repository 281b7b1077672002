//! Giving a question another place, and taking one out.

use super::delete::erase_question;
use crate::{
    order,
    parts::{self, changeable, never_taken},
};
use authz::actions::EditCourse;
use entities::{event::EventAction, quiz, quiz_question};
use kernel::QuizQuestionId;
use sea_orm::ColumnTrait;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Gives a question another place in its quiz, counted from 1; the others make room. Refuses with `OUT_OF_RANGE`,
/// `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn move_quiz_question(
    tx: &OrgTx,
    id: QuizQuestionId,
    position: i32,
) -> Result<quiz_question::Model, Failure> {
    let parts::Question {
        course,
        quiz,
        question,
    } = parts::question(tx, "id", id).await?;
    let all = tx
        .load_entailed::<EditCourse, quiz_question::Entity>(
            &course,
            quiz_question::Column::QuizId.eq(quiz.id),
        )
        .await?;
    let index = order::checked("position", position, all.len())?;
    changeable(&course)?;
    let mut moved = question.clone();
    if moved.position == position {
        return Ok(moved);
    }
    order::arrange(tx, all, Some((id, index))).await?;
    tx.emit(
        NewEvent::new(EventAction::QuizQuestionMoved, id)
            .before(json!({ "position": moved.position }))
            .after(json!({ "position": position })),
    )
    .await?;
    moved.position = position;
    Ok(moved)
}

/// Takes a question out of a quiz that nobody has begun to take. Gives the quiz.
///
/// Refuses with `QUIZ_HAS_ATTEMPTS`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn remove_quiz_question(tx: &OrgTx, id: QuizQuestionId) -> Result<quiz::Model, Failure> {
    let parts::Question {
        course,
        quiz,
        question,
    } = parts::question(tx, "id", id).await?;
    changeable(&course)?;
    never_taken(tx, quiz.id).await?;
    let event = NewEvent::new(EventAction::QuizQuestionRemoved, id).before(json!({
        "quizId": quiz.id.to_string(), "kind": question.kind, "prompt": question.prompt, "points": question.points,
    }));
    erase_question(tx, &course, question).await?;
    let rest = tx
        .load_entailed::<EditCourse, quiz_question::Entity>(
            &course,
            quiz_question::Column::QuizId.eq(quiz.id),
        )
        .await?;
    order::arrange(tx, rest, None).await?;
    tx.emit(event).await?;
    Ok(quiz.clone())
}
