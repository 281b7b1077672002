//! Beginning a quiz.

use super::{
    clock::overdue,
    finish::{End, finish},
};
use crate::{
    advance::touch,
    enrollment::count,
    outline::lesson_to_learn,
    place::{check_open, own_enrollment},
};
use authz::actions::Learn;
use chrono::TimeDelta;
use entities::{
    event::EventAction,
    quiz::{self, AnswerReveal},
    quiz_attempt::{self, AttemptStatus},
    quiz_question,
};
use kernel::{Code, Problem, QuizAttemptId, QuizId, TypedId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Begins an attempt at a quiz. An attempt in progress is returned as it is, so the clock of its beginning goes on; one
/// whose time is over is handed in first.
///
/// Refuses with `QUIZ_EMPTY`, `MAX_ATTEMPTS_REACHED`, `QUIZ_ALREADY_PASSED`, and with what opening the quiz's lesson
/// refuses with.
pub async fn start_quiz_attempt(tx: &OrgTx, id: QuizId) -> Result<quiz_attempt::Model, Failure> {
    let field = "quizId";
    let quiz = tx
        .find::<quiz::Entity>()
        .filter(quiz::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    let granted = own_enrollment(tx, quiz.course_id).await?;
    let lesson = match quiz.lesson_id {
        None => None,
        Some(lesson) => Some(
            lesson_to_learn(tx, lesson)
                .await?
                .ok_or(Failure::NotFound(field))?,
        ),
    };
    check_open(tx, field, &granted, lesson.as_ref()).await?;
    let mut earlier = Vec::new();
    for attempt in attempts(tx, &granted, &quiz).await? {
        match overdue(&attempt, tx.now()) {
            Some(at) => earlier.push(finish(tx, &granted, attempt, End::TimedOut(at)).await?),
            None if attempt.status == AttemptStatus::InProgress => return Ok(attempt.clone()),
            None => earlier.push(attempt.clone()),
        }
    }
    check_left(&quiz, &earlier)?;
    let questions = tx
        .find_for_rule::<quiz_question::Entity>()
        .filter(quiz_question::Column::QuizId.eq(id))
        .count()
        .await?;
    if questions == 0 {
        return Err(Problem::at(field, Code::QuizEmpty).into());
    }
    let attempt = begin(tx, &granted, &quiz, count(earlier.len())? + 1).await?;
    touch(tx, granted).await?;
    Ok(attempt)
}

/// The attempts at a quiz so far, locked.
async fn attempts(
    tx: &OrgTx,
    granted: &Granted<Learn>,
    quiz: &quiz::Model,
) -> Result<Vec<Granted<authz::Consequence<Learn, quiz_attempt::Entity>>>, Failure> {
    let which = Condition::all()
        .add(quiz_attempt::Column::EnrollmentId.eq(granted.id))
        .add(quiz_attempt::Column::QuizId.eq(quiz.id));
    tx.load_entailed::<Learn, quiz_attempt::Entity>(granted, which)
        .await
}

/// Whether there is an attempt left. Once a taker was told the answers, another attempt would prove nothing.
fn check_left(quiz: &quiz::Model, earlier: &[quiz_attempt::Model]) -> Result<(), Failure> {
    let used = count(earlier.len())?;
    if let Some(max) = quiz.max_attempts.filter(|max| used >= *max) {
        return Err(Problem::at("quizId", Code::MaxAttemptsReached)
            .with("max", max)
            .into());
    }
    let is_passed = earlier.iter().any(|attempt| attempt.is_passed == Some(true));
    match quiz.reveal {
        AnswerReveal::WhenFinished if is_passed => Err(Problem::at("quizId", Code::QuizAlreadyPassed).into()),
        AnswerReveal::WhenFinished | AnswerReveal::Never => Ok(()),
    }
}

async fn begin(
    tx: &OrgTx,
    granted: &Granted<Learn>,
    quiz: &quiz::Model,
    number: i32,
) -> Result<quiz_attempt::Model, Failure> {
    let id: QuizAttemptId = tx.new_id();
    let limit = quiz.time_limit_seconds.map(i64::from).map(TimeDelta::seconds);
    let row = quiz_attempt::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        quiz_id: Set(quiz.id),
        enrollment_id: Set(granted.id),
        number: Set(number),
        status: Set(AttemptStatus::InProgress),
        seed: Set(seed(id)),
        started_at: Set(tx.now()),
        deadline_at: Set(limit.and_then(|limit| tx.now().checked_add_signed(limit))),
        finished_at: Set(None),
        earned_points: Set(None),
        total_points: Set(None),
        is_passed: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let attempt = tx
        .create_raced_from::<Learn, quiz_attempt::Entity>(granted, row)
        .await?;
    tx.emit(
        NewEvent::new(EventAction::QuizAttemptStarted, attempt.id).after(json!({
            "quizId": quiz.id.to_string(),
            "enrollmentId": granted.id.to_string(),
            "number": number,
            "deadlineAt": attempt.deadline_at,
        })),
    )
    .await?;
    Ok(attempt)
}

/// What the order of questions is made from: the random half of the attempt's id.
fn seed(id: QuizAttemptId) -> i64 {
    let mut half = [0; 8];
    half.copy_from_slice(id.uuid().as_bytes().split_at(8).1);
    i64::from_le_bytes(half)
}
