//! Handing an attempt in: it is scored, and what follows from passing follows.

use super::score::{Options, Score, earned, options, score};
use crate::{
    advance::{Advances, advance, complete_lesson, enrollment_of},
    points,
};
use authz::Consequence;
use chrono::{DateTime, Utc};
use entities::{
    enrollment,
    event::EventAction,
    point_entry::PointKind,
    quiz, quiz_answer,
    quiz_attempt::{self, AttemptStatus},
    quiz_key, quiz_question,
};
use kernel::{QUIZ_EXCELLENCE_POINTS, QuizQuestionId, TypedId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use std::collections::HashMap;
use store::{Failure, Granted, NewEvent, OrgTx};

/// How an attempt comes to its end.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    /// Its taker hands it in.
    Submitted,
    /// Its time was over at this moment.
    TimedOut(DateTime<Utc>),
}

/// Hands an attempt in and scores what was saved. Passing completes the lesson of a required quiz, and maybe the course.
pub(super) async fn finish<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    attempt: Granted<Consequence<A, quiz_attempt::Entity>>,
    end: End,
) -> Result<quiz_attempt::Model, Failure> {
    let quiz = tx
        .find_for_rule::<quiz::Entity>()
        .filter(quiz::Column::Id.eq(attempt.quiz_id))
        .one()
        .await?
        .ok_or(Failure::Defect("an attempt without its quiz"))?;
    let score = mark(tx, because, &attempt).await?;
    let is_passed = score.reaches(i64::from(quiz.passing_percent));
    let (status, at, action) = match end {
        End::Submitted => (
            AttemptStatus::Submitted,
            tx.now(),
            EventAction::QuizAttemptSubmitted,
        ),
        End::TimedOut(at) => (AttemptStatus::TimedOut, at, EventAction::QuizAttemptTimedOut),
    };
    let finished = tx
        .update(attempt, |row| {
            row.status = Set(status);
            row.finished_at = Set(Some(at));
            row.earned_points = Set(Some(score.earned));
            row.total_points = Set(Some(score.total));
            row.is_passed = Set(Some(is_passed));
            row.updated_at = Set(tx.now());
        })
        .await?;
    tx.emit(
        NewEvent::new(action, finished.id)
            .before(json!({ "status": AttemptStatus::InProgress }))
            .after(json!({
                "status": finished.status,
                "earnedPoints": score.earned,
                "totalPoints": score.total,
                "isPassed": is_passed,
            })),
    )
    .await?;
    if is_passed {
        reward(tx, because, &quiz, &finished, score).await?;
    }
    Ok(finished)
}

/// What passing brings: points for an excellent score, the lesson of a required quiz, and maybe the course.
async fn reward<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    quiz: &quiz::Model,
    attempt: &quiz_attempt::Model,
    score: Score,
) -> Result<(), Failure> {
    if score.is_excellent() {
        let enrollment = tx
            .find_for_rule::<enrollment::Entity>()
            .filter(enrollment::Column::Id.eq(attempt.enrollment_id))
            .one()
            .await?
            .ok_or(Failure::Defect("an attempt without its enrollment"))?;
        let source = points::Source::of(quiz.id);
        points::award(
            tx,
            because,
            enrollment.member_id,
            (PointKind::QuizExcellence, QUIZ_EXCELLENCE_POINTS),
            source,
        )
        .await?;
    }
    if let Some(lesson) = quiz.lesson_id.filter(|_| quiz.is_required) {
        complete_lesson(tx, because, (attempt.enrollment_id, lesson), true).await?;
    }
    let enrollment = enrollment_of(tx, because, attempt.enrollment_id).await?;
    advance(tx, because, enrollment).await?;
    Ok(())
}

/// Marks every answer, and adds up.
async fn mark<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    attempt: &quiz_attempt::Model,
) -> Result<Score, Failure> {
    let questions: Vec<(QuizQuestionId, i32)> = tx
        .find_for_rule::<quiz_question::Entity>()
        .filter(quiz_question::Column::QuizId.eq(attempt.quiz_id))
        .all()
        .await?
        .into_iter()
        .map(|question| (question.id, question.points))
        .collect();
    let keys: HashMap<QuizQuestionId, Options> = tx
        .find_for_rule::<quiz_key::Entity>()
        .filter(quiz_key::Column::QuizId.eq(attempt.quiz_id))
        .all()
        .await?
        .into_iter()
        .map(|key| (key.question_id, options(&key.correct_option_ids)))
        .collect();
    let points: HashMap<QuizQuestionId, i32> = questions.iter().copied().collect();
    let mut marks = HashMap::new();
    let which = quiz_answer::Column::AttemptId.eq(attempt.id);
    for answer in tx.load_entailed::<A, quiz_answer::Entity>(because, which).await? {
        let chosen = options(&answer.option_ids);
        let worth = points.get(&answer.question_id).copied().unwrap_or_default();
        let earned = earned(worth, keys.get(&answer.question_id), Some(&chosen));
        marks.insert(answer.question_id, earned);
        tx.update(answer, |row| {
            row.earned_points = Set(Some(earned));
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    Ok(score(&questions, &marks))
}

/// The attempt with an id, locked, on the strength of its enrollment.
pub(super) async fn locked<A: Advances>(
    tx: &OrgTx,
    because: &Granted<A>,
    id: impl TypedId,
) -> Result<Granted<Consequence<A, quiz_attempt::Entity>>, Failure> {
    let which = quiz_attempt::Column::Id.eq(id.uuid());
    tx.load_entailed::<A, quiz_attempt::Entity>(because, which)
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("an attempt has gone"))
}
