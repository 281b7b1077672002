//! Changing a question: its texts at any time, what it is scored by only while nobody has begun to take the quiz.

use super::{
    options::{OptionInput, fit, listed, points, texts},
    question::asked,
};
use crate::{
    changes::{Changes, checked, nullable, put, unchanged_since},
    parts::{self, Part, changeable, never_taken},
};
use authz::actions::EditCourse;
use entities::{
    event::EventAction,
    quiz_key, quiz_option,
    quiz_question::{self, QuestionKind},
};
use kernel::{Code, Patch, Problem, Problems, QuizOptionId, QuizQuestionId, TextLimits, TypedId, paragraph};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::HashSet;
use store::{Failure, NewEvent, OrgTx};
use uuid::Uuid;

/// New data of a question.
#[derive(Clone, Debug, Default)]
pub struct UpdateQuestion {
    /// How it is answered.
    pub kind: Patch<QuestionKind>,
    /// The question.
    pub prompt: Patch<String>,
    /// What a right answer earns.
    pub points: Patch<i32>,
    /// All options in their order: those with an id stay, those without are new, those left out are removed.
    pub options: Patch<Vec<OptionInput>>,
    /// Why; shown with the right answers.
    pub explanation: Patch<String>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes a question.
///
/// Refuses with `INVALID_OPTIONS`, `QUIZ_HAS_ATTEMPTS`, `VERSION_CONFLICT`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn update_quiz_question(
    tx: &OrgTx,
    id: QuizQuestionId,
    input: UpdateQuestion,
) -> Result<quiz_question::Model, Failure> {
    let UpdateQuestion {
        kind,
        prompt,
        points: value,
        options,
        explanation,
        expected_version,
    } = input;
    let parts::Question {
        course,
        quiz,
        question,
    } = parts::question(tx, "id", id).await?;
    let mut has = tx
        .load_entailed::<EditCourse, quiz_option::Entity>(&course, quiz_option::Column::QuestionId.eq(id))
        .await?;
    has.sort_by_key(|option| (option.position, option.id));
    let key = tx
        .load_entailed::<EditCourse, quiz_key::Entity>(&course, quiz_key::Column::QuestionId.eq(id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a question without a key"))?;
    let right: HashSet<Uuid> = serde_json::from_value::<Vec<Uuid>>(key.correct_option_ids.clone())
        .map_err(|_malformed| Failure::Defect("a key that is no list of ids"))?
        .into_iter()
        .collect();

    let mut problems = Problems::default();
    let kind = checked(&mut problems, "kind", kind, Ok);
    let prompt = checked(&mut problems, "prompt", prompt, |text| asked(&text));
    let value = checked(&mut problems, "points", value, points);
    let explanation = nullable(&mut problems, explanation, |text| {
        paragraph("explanation", &text, TextLimits::PARAGRAPH)
    });
    let options = checked(&mut problems, "options", options, Ok);
    let wanted = match options {
        Some(options) => wish(&mut problems, &has, &options),
        None => has
            .iter()
            .map(|option| Wanted {
                id: Some(option.id),
                text: option.text.clone(),
                is_correct: right.contains(&option.id.uuid()),
            })
            .collect(),
    };
    let correct = wanted.iter().filter(|option| option.is_correct).count();
    problems.take(fit(kind.unwrap_or(question.kind), wanted.len(), correct));
    problems.into_result()?;
    changeable(&course)?;
    unchanged_since(expected_version, question.version)?;

    let mut changes = Changes::default();
    let kind = changes.note("kind", &question.kind, kind);
    let value = changes.note("points", &question.points, value);
    let kept: HashSet<_> = wanted.iter().filter_map(|option| option.id).collect();
    let same_key = wanted.iter().all(|option| {
        option
            .id
            .is_some_and(|id| right.contains(&id.uuid()) == option.is_correct)
    });
    let rescored = !changes.is_empty() || kept.len() != has.len() || !same_key;
    if rescored {
        never_taken(tx, quiz.id).await?;
    }
    let prompt = changes.note("prompt", &question.prompt, prompt);
    let old_texts: Vec<_> = has.iter().map(|option| option.text.clone()).collect();
    let new_texts: Vec<_> = wanted.iter().map(|option| option.text.clone()).collect();
    changes.note("options", &old_texts, Some(new_texts));
    let explained = explanation.filter(|new| *new != key.explanation);
    let reordered = has
        .iter()
        .map(|option| Some(option.id))
        .ne(wanted.iter().map(|option| option.id));
    if changes.is_empty() && !rescored && explained.is_none() && !reordered {
        return Ok(question.clone());
    }
    let now_right = store_options(tx, &course, id, has, wanted).await?;
    if rescored || explained.is_some() {
        tx.update(key, |row| {
            row.correct_option_ids = Set(listed(&now_right));
            put(&mut row.explanation, explained);
            row.updated_at = Set(tx.now());
        })
        .await?;
    }
    let version = question.version + 1;
    let question = tx
        .update(question, |row| {
            put(&mut row.kind, kind);
            put(&mut row.prompt, prompt);
            put(&mut row.points, value);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    // Whoever reads the log may be a taker: it never says which answer is right.
    tx.emit(changes.tell(NewEvent::new(EventAction::QuizQuestionUpdated, id)))
        .await?;
    Ok(question)
}

/// An option as it shall be.
struct Wanted {
    id: Option<QuizOptionId>,
    text: String,
    is_correct: bool,
}

/// Checks the options that were given against those that are there.
fn wish(problems: &mut Problems, has: &[Part<quiz_option::Entity>], options: &[OptionInput]) -> Vec<Wanted> {
    let mut open: HashSet<_> = has.iter().map(|option| option.id).collect();
    let all_known = options
        .iter()
        .filter_map(|option| option.id)
        .all(|id| open.remove(&id));
    problems.require(all_known, || Problem::at("options", Code::NotFound));
    let texts = texts(problems, options);
    options
        .iter()
        .zip(texts.into_iter().chain(std::iter::repeat(String::new())))
        .map(|(option, text)| Wanted {
            id: option.id,
            text,
            is_correct: option.is_correct,
        })
        .collect()
}

/// Stores the options as they shall be, and says which are right.
async fn store_options(
    tx: &OrgTx,
    course: &parts::Course,
    question: QuizQuestionId,
    has: Vec<Part<quiz_option::Entity>>,
    wanted: Vec<Wanted>,
) -> Result<Vec<Uuid>, Failure> {
    let mut has: std::collections::HashMap<_, _> = has.into_iter().map(|row| (row.id, row)).collect();
    let (mut right, mut added) = (Vec::new(), Vec::new());
    for (position, option) in (1..).zip(wanted) {
        let id = match option.id.and_then(|id| has.remove(&id)) {
            Some(row) => {
                let id = row.id;
                if row.text != option.text || row.position != position {
                    tx.update(row, |columns| {
                        columns.text = Set(option.text);
                        columns.position = Set(position);
                    })
                    .await?;
                }
                id
            }
            None => {
                let id: QuizOptionId = tx.new_id();
                added.push(quiz_option::ActiveModel {
                    id: Set(id),
                    organization_id: Set(tx.organization()),
                    question_id: Set(question),
                    text: Set(option.text),
                    position: Set(position),
                    created_at: Set(tx.now()),
                });
                id
            }
        };
        if option.is_correct {
            right.push(id.uuid());
        }
    }
    for (_, row) in has {
        tx.delete(row).await?;
    }
    tx.create_all_from::<EditCourse, quiz_option::Entity>(course, added)
        .await?;
    Ok(right)
}
