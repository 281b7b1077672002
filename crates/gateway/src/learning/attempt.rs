//! Taking quizzes.

use crate::base::{Outcome, change, parse_id, payload, settle, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use entities::{quiz, quiz_attempt};
use futures::FutureExt;
use graph::{QuizAttempt, RequestContext, unauthenticated};
use kernel::{Problem, Problems, QuizAttemptId, QuizId};
use learning::attempt as commands;
use store::Failure;

/// Beginning a quiz.
#[derive(InputObject)]
pub struct StartQuizAttemptInput {
    /// The quiz.
    pub quiz_id: ID,
}

/// What you choose for one question.
#[derive(InputObject)]
pub struct QuizAnswerInput {
    /// The question.
    pub question_id: ID,
    /// The options: one, or several where the question is `MULTIPLE_CHOICE`; none takes an earlier choice back.
    pub option_ids: Vec<ID>,
}

/// Saving answers on the way.
#[derive(InputObject)]
pub struct SaveQuizAnswersInput {
    /// The attempt.
    pub attempt_id: ID,
    /// The answers; those to other questions stay as they are.
    pub answers: Vec<QuizAnswerInput>,
}

/// Handing an attempt in.
#[derive(InputObject)]
pub struct SubmitQuizAttemptInput {
    /// The attempt.
    pub attempt_id: ID,
    /// Last answers, saved before it is scored; what was saved earlier counts as well.
    #[graphql(default)]
    pub answers: Vec<QuizAnswerInput>,
}

payload! {
    /// The attempt: a new one, or the one in progress.
    StartQuizAttemptPayload {
        /// The attempt.
        quiz_attempt: QuizAttempt
    }
    /// The attempt with the answers that are saved.
    SaveQuizAnswersPayload {
        /// The attempt.
        quiz_attempt: QuizAttempt
    }
    /// The attempt with its score.
    SubmitQuizAttemptPayload {
        /// The attempt.
        quiz_attempt: QuizAttempt
    }
}

/// An attempt and the answers to it, as commands take them.
type Given = (QuizAttemptId, Vec<commands::Answer>);

fn given(attempt: &ID, answers: &[QuizAnswerInput]) -> std::result::Result<Given, Vec<Problem>> {
    let mut problems = Problems::default();
    let attempt = problems.take(parse_id("attemptId", attempt));
    let mut read = Vec::with_capacity(answers.len());
    for QuizAnswerInput {
        question_id,
        option_ids,
    } in answers
    {
        let question = problems.take(parse_id("answers", question_id));
        let options = option_ids
            .iter()
            .filter_map(|id| problems.take(parse_id("answers", id)))
            .collect();
        if let Some(question) = question {
            read.push(commands::Answer { question, options });
        }
    }
    problems.into_result()?;
    attempt.map(|attempt| (attempt, read)).ok_or_else(Vec::new)
}

async fn shown(
    ctx: &Context<'_>,
    done: std::result::Result<quiz_attempt::Model, Failure>,
) -> Result<Outcome<QuizAttempt>> {
    let request = RequestContext::of(ctx)?;
    Ok(match settle(done)? {
        Ok(row) => Ok(QuizAttempt::new(view_after(&request, row.organization_id), row)),
        Err(refused) => Err(refused),
    })
}

pub(super) async fn start(
    ctx: &Context<'_>,
    input: StartQuizAttemptInput,
) -> Result<StartQuizAttemptPayload> {
    let StartQuizAttemptInput { quiz_id } = input;
    let done = change::<quiz::Entity, QuizId, _, _>(ctx, "quizId", &quiz_id, |tx, id| {
        commands::start_quiz_attempt(tx, id).boxed()
    });
    Ok(done.await?.map(|(view, row)| QuizAttempt::new(view, row)).into())
}

pub(super) async fn save(ctx: &Context<'_>, input: SaveQuizAnswersInput) -> Result<SaveQuizAnswersPayload> {
    let SaveQuizAnswersInput { attempt_id, answers } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match given(&attempt_id, &answers) {
        Ok((id, answers)) => {
            let (store, id_of_request) = (&request.store, Some(request.request));
            commands::save_quiz_answers(store, &request.actor, id_of_request, id, answers).await
        }
        Err(problems) => Err(problems.into()),
    };
    Ok(shown(ctx, done).await?.into())
}

pub(super) async fn submit(
    ctx: &Context<'_>,
    input: SubmitQuizAttemptInput,
) -> Result<SubmitQuizAttemptPayload> {
    let SubmitQuizAttemptInput { attempt_id, answers } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let done = match given(&attempt_id, &answers) {
        Ok((id, answers)) => {
            let (store, id_of_request) = (&request.store, Some(request.request));
            commands::submit_quiz_attempt(store, &request.actor, id_of_request, id, answers).await
        }
        Err(problems) => Err(problems.into()),
    };
    Ok(shown(ctx, done).await?.into())
}
