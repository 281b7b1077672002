//! Answering: saving on the way, and handing in.

use super::{
    clock::overdue,
    finish::{End, finish, locked},
    score::{Options, options},
};
use crate::{advance::touch, place::own_enrollment};
use authz::{Actor, Consequence, actions::Learn};
use entities::{
    enrollment, quiz_answer,
    quiz_attempt::{self, AttemptStatus},
    quiz_option,
    quiz_question::{self, QuestionKind},
};
use kernel::{Code, Problem, Problems, QuizAttemptId, QuizOptionId, QuizQuestionId, RequestId, TypedId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use store::{Failure, Granted, OrgTx, Store, Target};

/// What a taker chooses for one question. No option takes an earlier choice back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub question: QuizQuestionId,
    /// The options.
    pub options: Vec<QuizOptionId>,
}

/// What became of answers.
enum Outcome {
    Taken(quiz_attempt::Model),
    TooLate,
}

/// Saves answers of an attempt in progress; answers to other questions stay as they are. What comes after the deadline
/// and its grace is refused, and the attempt is handed in with what was saved in time.
///
/// Refuses with `TIME_LIMIT_EXCEEDED`, `ATTEMPT_FINISHED`, `ONE_OPTION_ONLY`, `NOT_FOUND` for questions and options of
/// another quiz, `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`.
pub async fn save_quiz_answers(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    id: QuizAttemptId,
    answers: Vec<Answer>,
) -> Result<quiz_attempt::Model, Failure> {
    take(store, actor, request, id, answers, false).await
}

/// Saves the last answers, if there are any, and hands the attempt in.
///
/// Refuses with what saving refuses with.
pub async fn submit_quiz_attempt(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    id: QuizAttemptId,
    answers: Vec<Answer>,
) -> Result<quiz_attempt::Model, Failure> {
    take(store, actor, request, id, answers, true).await
}

/// A refusal undoes its transaction, so whoever is too late is told only after the attempt was handed in.
async fn take(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    id: QuizAttemptId,
    answers: Vec<Answer>,
    is_last: bool,
) -> Result<quiz_attempt::Model, Failure> {
    let target = Target::of::<quiz_attempt::Entity>("attemptId", id);
    let outcome = store
        .write_in(actor, request, &target, |tx| {
            let answers = answers.clone();
            Box::pin(async move { take_in(tx, id, answers, is_last).await })
        })
        .await?;
    match outcome {
        Outcome::Taken(attempt) => Ok(attempt),
        Outcome::TooLate => Err(too_late().into()),
    }
}

fn too_late() -> Problem {
    Problem::at("attemptId", Code::TimeLimitExceeded)
}

async fn take_in(
    tx: &OrgTx,
    id: QuizAttemptId,
    answers: Vec<Answer>,
    is_last: bool,
) -> Result<Outcome, Failure> {
    let field = "attemptId";
    let seen = tx
        .find::<quiz_attempt::Entity>()
        .filter(quiz_attempt::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    let granted = taker(tx, field, &seen).await?;
    let attempt = locked(tx, &granted, id).await?;
    match attempt.status {
        AttemptStatus::InProgress => {}
        AttemptStatus::TimedOut => return Err(too_late().into()),
        status @ AttemptStatus::Submitted => {
            return Err(Problem::at(field, Code::AttemptFinished)
                .with("status", status.name())
                .into());
        }
    }
    if let Some(at) = overdue(&attempt, tx.now()) {
        finish(tx, &granted, attempt, End::TimedOut(at)).await?;
        return Ok(Outcome::TooLate);
    }
    let answers = checked(tx, &attempt, answers).await?;
    save(tx, &granted, &attempt, answers).await?;
    if is_last {
        let finished = finish(tx, &granted, attempt, End::Submitted).await?;
        if finished.is_passed != Some(true) {
            touch(tx, granted).await?;
        }
        return Ok(Outcome::Taken(finished));
    }
    touch(tx, granted).await?;
    Ok(Outcome::Taken(attempt.clone()))
}

/// The evidence that the actor takes this attempt. Others may see it, and may not answer.
async fn taker(
    tx: &OrgTx,
    field: &'static str,
    attempt: &quiz_attempt::Model,
) -> Result<Granted<Learn>, Failure> {
    let enrollment = tx
        .find_for_rule::<enrollment::Entity>()
        .filter(enrollment::Column::Id.eq(attempt.enrollment_id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    if tx.access().member() == Some(enrollment.member_id) {
        own_enrollment(tx, enrollment.course_id).await
    } else {
        tx.load_for::<Learn>(field, enrollment.id).await
    }
}

/// The answers by question, once all of them are possible ones.
async fn checked(
    tx: &OrgTx,
    attempt: &quiz_attempt::Model,
    answers: Vec<Answer>,
) -> Result<BTreeMap<QuizQuestionId, Options>, Failure> {
    if answers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let questions: HashMap<QuizQuestionId, QuestionKind> = tx
        .find::<quiz_question::Entity>()
        .filter(quiz_question::Column::QuizId.eq(attempt.quiz_id))
        .all()
        .await?
        .into_iter()
        .map(|question| (question.id, question.kind))
        .collect();
    let known: HashMap<QuizOptionId, QuizQuestionId> = tx
        .find::<quiz_option::Entity>()
        .among(quiz_option::Column::QuestionId, questions.keys().copied())
        .all()
        .await?
        .into_iter()
        .map(|option| (option.id, option.question_id))
        .collect();
    let mut problems = Problems::default();
    let mut chosen = BTreeMap::new();
    for Answer { question, options } in answers {
        let about = |code| Problem::at("answers", code).with("question", question.to_string());
        let Some(kind) = questions.get(&question) else {
            problems.add(about(Code::NotFound));
            continue;
        };
        for option in &options {
            problems.require(known.get(option) == Some(&question), || {
                about(Code::NotFound).with("option", option.to_string())
            });
        }
        let options: Options = options.into_iter().map(TypedId::uuid).collect();
        let most = match kind {
            QuestionKind::SingleChoice | QuestionKind::TrueFalse => 1,
            QuestionKind::MultipleChoice => usize::MAX,
        };
        problems.require(options.len() <= most, || about(Code::OneOptionOnly));
        chosen.insert(question, options);
    }
    problems.into_result()?;
    Ok(chosen)
}

/// Writes the answers that differ from what was saved.
async fn save(
    tx: &OrgTx,
    granted: &Granted<Learn>,
    attempt: &Granted<Consequence<Learn, quiz_attempt::Entity>>,
    mut answers: BTreeMap<QuizQuestionId, Options>,
) -> Result<(), Failure> {
    if answers.is_empty() {
        return Ok(());
    }
    let which = quiz_answer::Column::AttemptId.eq(attempt.id);
    for saved in tx
        .load_entailed::<Learn, quiz_answer::Entity>(granted, which)
        .await?
    {
        if let Some(chosen) = answers.remove(&saved.question_id)
            && chosen != options(&saved.option_ids)
        {
            tx.update(saved, |row| {
                row.option_ids = Set(written(&chosen));
                row.updated_at = Set(tx.now());
            })
            .await?;
        }
    }
    let rows = answers
        .into_iter()
        .filter(|(_, chosen)| !chosen.is_empty())
        .map(|(question, chosen)| quiz_answer::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            attempt_id: Set(attempt.id),
            question_id: Set(question),
            option_ids: Set(written(&chosen)),
            earned_points: Set(None),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .collect();
    tx.create_all_from::<Learn, quiz_answer::Entity>(granted, rows)
        .await
}

fn written(chosen: &Options) -> Value {
    json!(chosen)
}
