//! Adding, changing, moving and removing questions.

use crate::base::{change, optional_id, patch, payload};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use content::quiz::{
    NewQuestion, OptionInput, UpdateQuestion, add_quiz_question, move_quiz_question, remove_quiz_question,
    update_quiz_question,
};
use entities::{quiz, quiz_question};
use futures::FutureExt;
use graph::{QuestionDraft, QuestionKind, Quiz};
use kernel::{Patch, Problem, QuizId, QuizOptionId, QuizQuestionId};

/// An option and whether it is right.
#[derive(InputObject)]
pub struct QuizOptionInput {
    /// The option that stays; absent for a new one.
    pub id: Option<ID>,
    /// The answer; plain text, 1 to 500 characters.
    pub text: String,
    /// Whether it is right.
    pub is_correct: bool,
}

/// A new question. `SINGLE_CHOICE` has 2 to 20 options and exactly one that is right, `MULTIPLE_CHOICE` 2 to 20 and at
/// least one, `TRUE_FALSE` two and one.
#[derive(InputObject)]
pub struct AddQuizQuestionInput {
    /// The quiz, which nobody has begun to take.
    pub quiz_id: ID,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question; plain text with line breaks, 1 to 5000 characters.
    pub prompt: String,
    /// What a right answer earns, 1 to 1000; 1 if not given.
    pub points: Option<i32>,
    /// What may be chosen, in this order.
    pub options: Vec<QuizOptionInput>,
    /// Why; shown with the right answers. Plain text, at most 5000 characters.
    pub explanation: Option<String>,
}

/// What changes in a question. A field that is absent stays as it is. Once somebody has begun to take the quiz, only
/// texts and their order may change.
#[derive(InputObject)]
pub struct UpdateQuizQuestionInput {
    /// The question.
    pub id: ID,
    /// How it is answered.
    pub kind: MaybeUndefined<QuestionKind>,
    /// The question.
    pub prompt: MaybeUndefined<String>,
    /// What a right answer earns, 1 to 1000.
    pub points: MaybeUndefined<i32>,
    /// All options in their order: those with an id stay, those without are new, those left out are removed.
    pub options: MaybeUndefined<Vec<QuizOptionInput>>,
    /// Why; shown with the right answers. Null clears it.
    pub explanation: MaybeUndefined<String>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Giving a question another place.
#[derive(InputObject)]
pub struct MoveQuizQuestionInput {
    /// The question.
    pub id: ID,
    /// Its new place in the quiz, from 1; the others make room.
    pub position: i32,
}

/// Taking a question out of its quiz.
#[derive(InputObject)]
pub struct RemoveQuizQuestionInput {
    /// The question of a quiz that nobody has begun to take.
    pub id: ID,
}

payload! {
    /// The new question.
    AddQuizQuestionPayload {
        /// The question, at the end of the quiz.
        question: QuestionDraft
    }
    /// The changed question.
    UpdateQuizQuestionPayload {
        /// The question.
        question: QuestionDraft
    }
    /// The moved question.
    MoveQuizQuestionPayload {
        /// The question.
        question: QuestionDraft
    }
    /// The quiz without the question.
    RemoveQuizQuestionPayload {
        /// The quiz.
        quiz: Quiz
    }
}

fn option(input: QuizOptionInput) -> Result<OptionInput, Problem> {
    let QuizOptionInput { id, text, is_correct } = input;
    Ok(OptionInput {
        id: optional_id::<QuizOptionId>("options", id.as_ref())?,
        text,
        is_correct,
    })
}

fn options(input: Vec<QuizOptionInput>) -> Result<Vec<OptionInput>, Problem> {
    input.into_iter().map(option).collect()
}

pub(super) async fn add(ctx: &Context<'_>, input: AddQuizQuestionInput) -> Result<AddQuizQuestionPayload> {
    let AddQuizQuestionInput {
        quiz_id,
        kind,
        prompt,
        points,
        options: given,
        explanation,
    } = input;
    let given = options(given);
    let new = NewQuestion {
        kind: kind.into(),
        prompt,
        points: points.unwrap_or(1),
        options: Vec::new(),
        explanation,
    };
    let done = change::<quiz::Entity, QuizId, _, _>(ctx, "quizId", &quiz_id, |tx, id| {
        let (mut new, given) = (new.clone(), given.clone());
        async move {
            new.options = given?;
            add_quiz_question(tx, id, new).await
        }
        .boxed()
    });
    Ok(done
        .await?
        .map(|(view, row)| QuestionDraft::new(view, row))
        .into())
}

pub(super) async fn update(
    ctx: &Context<'_>,
    input: UpdateQuizQuestionInput,
) -> Result<UpdateQuizQuestionPayload> {
    let UpdateQuizQuestionInput {
        id,
        kind,
        prompt,
        points,
        options: given,
        explanation,
        expected_version,
    } = input;
    let given = patch(given, |given| given).try_map(options);
    let update = UpdateQuestion {
        kind: patch(kind, Into::into),
        prompt: patch(prompt, |text| text),
        points: patch(points, |points| points),
        options: Patch::Keep,
        explanation: patch(explanation, |text| text),
        expected_version,
    };
    let done = change::<quiz_question::Entity, QuizQuestionId, _, _>(ctx, "id", &id, |tx, id| {
        let (mut update, given) = (update.clone(), given.clone());
        async move {
            update.options = given?;
            update_quiz_question(tx, id, update).await
        }
        .boxed()
    });
    Ok(done
        .await?
        .map(|(view, row)| QuestionDraft::new(view, row))
        .into())
}

pub(super) async fn relocate(
    ctx: &Context<'_>,
    input: MoveQuizQuestionInput,
) -> Result<MoveQuizQuestionPayload> {
    let MoveQuizQuestionInput { id, position } = input;
    let done = change::<quiz_question::Entity, QuizQuestionId, _, _>(ctx, "id", &id, |tx, id| {
        move_quiz_question(tx, id, position).boxed()
    });
    Ok(done
        .await?
        .map(|(view, row)| QuestionDraft::new(view, row))
        .into())
}

pub(super) async fn remove(
    ctx: &Context<'_>,
    input: RemoveQuizQuestionInput,
) -> Result<RemoveQuizQuestionPayload> {
    let RemoveQuizQuestionInput { id } = input;
    let done = change::<quiz_question::Entity, QuizQuestionId, _, _>(ctx, "id", &id, |tx, id| {
        remove_quiz_question(tx, id).boxed()
    });
    Ok(done.await?.map(|(view, row)| Quiz::new(view, row)).into())
}
