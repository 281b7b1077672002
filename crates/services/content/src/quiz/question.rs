//! Adding a question with its options and its key.

use super::options::{OptionInput, fit, listed, points, texts};
use crate::{
    order,
    parts::{self, changeable, never_taken},
};
use authz::actions::EditCourse;
use entities::{
    event::EventAction,
    quiz_key, quiz_option,
    quiz_question::{self, QuestionKind},
};
use kernel::{Code, Problem, Problems, QuizId, QuizOptionId, TextLimits, TypedId, paragraph};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// The most questions of a quiz; an attempt reads them all.
const MOST: i32 = 200;

/// A new question.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub prompt: String,
    /// What a right answer earns.
    pub points: i32,
    /// What may be chosen, in this order.
    pub options: Vec<OptionInput>,
    /// Why; shown with the right answers.
    pub explanation: Option<String>,
}

/// Adds a question at the end of a quiz that nobody has begun to take.
///
/// Refuses with `INVALID_OPTIONS`, `QUIZ_HAS_ATTEMPTS`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn add_quiz_question(
    tx: &OrgTx,
    quiz: QuizId,
    input: NewQuestion,
) -> Result<quiz_question::Model, Failure> {
    let NewQuestion {
        kind,
        prompt,
        points: value,
        options,
        explanation,
    } = input;
    let (course, quiz) = parts::quiz(tx, "quizId", quiz).await?;
    let mut problems = Problems::default();
    let prompt = problems.take(asked(&prompt));
    let value = problems.take(points(value));
    let option_texts = texts(&mut problems, &options);
    let correct = options.iter().filter(|option| option.is_correct).count();
    problems.take(fit(kind, options.len(), correct));
    problems.require(options.iter().all(|option| option.id.is_none()), || {
        Problem::at("options", Code::NotFound)
    });
    let explanation = problems.take(paragraph(
        "explanation",
        explanation.as_deref().unwrap_or_default(),
        TextLimits::PARAGRAPH,
    ));
    problems.into_result()?;
    let (Some(prompt), Some(value), Some(explanation)) = (prompt, value, explanation) else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    changeable(&course)?;
    never_taken(tx, quiz.id).await?;
    let count = tx
        .find_for_rule::<quiz_question::Entity>()
        .filter(quiz_question::Column::QuizId.eq(quiz.id))
        .count()
        .await?;
    let row = quiz_question::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        quiz_id: Set(quiz.id),
        kind: Set(kind),
        prompt: Set(prompt),
        points: Set(value),
        position: Set(order::next(count, MOST)?),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let question = tx
        .create_from::<EditCourse, quiz_question::Entity>(&course, row)
        .await?;
    let (mut rows, mut right) = (Vec::new(), Vec::new());
    for (position, (option, text)) in (1..).zip(options.iter().zip(option_texts)) {
        let id: QuizOptionId = tx.new_id();
        if option.is_correct {
            right.push(id.uuid());
        }
        rows.push(quiz_option::ActiveModel {
            id: Set(id),
            organization_id: Set(tx.organization()),
            question_id: Set(question.id),
            text: Set(text),
            position: Set(position),
            created_at: Set(tx.now()),
        });
    }
    tx.create_all_from::<EditCourse, quiz_option::Entity>(&course, rows)
        .await?;
    let key = quiz_key::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        question_id: Set(question.id),
        quiz_id: Set(quiz.id),
        correct_option_ids: Set(listed(&right)),
        explanation: Set(explanation),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.create_all_from::<EditCourse, quiz_key::Entity>(&course, vec![key])
        .await?;
    // Whoever reads the log may be a taker: it never says which answer is right.
    tx.emit(
        NewEvent::new(EventAction::QuizQuestionAdded, question.id).after(json!({
            "quizId": quiz.id.to_string(), "kind": question.kind, "prompt": question.prompt,
            "points": question.points, "options": options.len(),
        })),
    )
    .await?;
    Ok(question)
}

/// A question that is there.
pub(super) fn asked(prompt: &str) -> Result<String, Problem> {
    paragraph("prompt", prompt, TextLimits::PARAGRAPH)?.ok_or_else(|| Problem::at("prompt", Code::Required))
}
