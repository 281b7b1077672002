//! Deleting a quiz that nobody has begun to take.

use crate::parts::{self, Course, Part, changeable, never_taken};
use authz::actions::EditCourse;
use entities::{event::EventAction, quiz, quiz_key, quiz_option, quiz_question};
use kernel::QuizId;
use sea_orm::ColumnTrait;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Deletes a quiz with its questions. Refuses with `QUIZ_HAS_ATTEMPTS`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn delete_quiz(tx: &OrgTx, id: QuizId) -> Result<quiz::Model, Failure> {
    let (course, quiz) = parts::quiz(tx, "id", id).await?;
    changeable(&course)?;
    never_taken(tx, id).await?;
    let gone = quiz.clone();
    erase(tx, &course, quiz).await?;
    tx.emit(NewEvent::new(EventAction::QuizDeleted, id).before(json!({
        "courseId": gone.course_id.to_string(), "lessonId": gone.lesson_id.map(|id| id.to_string()),
        "title": gone.title,
    })))
    .await?;
    Ok(gone)
}

/// Removes a quiz's rows.
pub(crate) async fn erase(tx: &OrgTx, course: &Course, quiz: Part<quiz::Entity>) -> Result<(), Failure> {
    for question in tx
        .load_entailed::<EditCourse, quiz_question::Entity>(course, quiz_question::Column::QuizId.eq(quiz.id))
        .await?
    {
        erase_question(tx, course, question).await?;
    }
    tx.delete(quiz).await?;
    Ok(())
}

/// Removes a question's rows.
pub(super) async fn erase_question(
    tx: &OrgTx,
    course: &Course,
    question: Part<quiz_question::Entity>,
) -> Result<(), Failure> {
    for key in tx
        .load_entailed::<EditCourse, quiz_key::Entity>(course, quiz_key::Column::QuestionId.eq(question.id))
        .await?
    {
        tx.delete(key).await?;
    }
    for option in tx
        .load_entailed::<EditCourse, quiz_option::Entity>(
            course,
            quiz_option::Column::QuestionId.eq(question.id),
        )
        .await?
    {
        tx.delete(option).await?;
    }
    tx.delete(question).await?;
    Ok(())
}
