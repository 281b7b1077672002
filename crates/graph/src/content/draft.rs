//! A quiz as its authors see it, with the key. Only `Course.authoring` and the payloads of authors lead here.

use crate::{
    OrgView, QuestionKind, Quiz,
    content::keys::{KeyOfQuestion, OptionsByQuestion, QuestionsByQuiz},
};
use async_graphql::{ID, Object, Result};
use entities::{quiz, quiz_option, quiz_question};
use kernel::TypedId;

/// A quiz as its authors see it.
#[derive(Clone, Debug)]
pub struct QuizDraft {
    view: OrgView,
    row: quiz::Model,
}

impl QuizDraft {
    /// A quiz of a course whose drafts the actor reads.
    pub const fn new(view: OrgView, row: quiz::Model) -> Self {
        Self { view, row }
    }
}

/// A quiz as its authors see it: with all questions and the right answers.
#[Object]
impl QuizDraft {
    /// The quiz and its rules.
    async fn quiz(&self) -> Quiz {
        Quiz::new(self.view.clone(), self.row.clone())
    }
    /// Its questions in their order; at most 200.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn questions(&self) -> Result<Vec<QuestionDraft>> {
        let rows = self.view.load(QuestionsByQuiz(self.row.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| QuestionDraft::new(self.view.clone(), row))
            .collect())
    }
}

/// A question as its authors see it.
#[derive(Clone, Debug)]
pub struct QuestionDraft {
    view: OrgView,
    row: quiz_question::Model,
}

impl QuestionDraft {
    /// A question of a course whose drafts the actor reads.
    pub const fn new(view: OrgView, row: quiz_question::Model) -> Self {
        Self { view, row }
    }
}

/// A question as its authors see it: with the right answers.
#[Object]
impl QuestionDraft {
    /// The question's id.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// How it is answered.
    async fn kind(&self) -> QuestionKind {
        self.row.kind.into()
    }
    /// The question; plain text with line breaks.
    async fn prompt(&self) -> &str {
        &self.row.prompt
    }
    /// What a right answer earns.
    async fn points(&self) -> i32 {
        self.row.points
    }
    /// Place in the quiz, from 1.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// What may be chosen; at most 20.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn options(&self) -> Result<Vec<OptionDraft>> {
        let (rows, key) = futures::try_join!(
            self.view.load(OptionsByQuestion(self.row.id)),
            self.view.load(KeyOfQuestion(self.row.id)),
        )?;
        let right = key
            .as_ref()
            .and_then(|key| key.correct_option_ids.as_array().cloned())
            .unwrap_or_default();
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| {
                let id = row.id.uuid().to_string();
                let is_correct = right.iter().any(|one| one.as_str() == Some(id.as_str()));
                OptionDraft { row, is_correct }
            })
            .collect())
    }
    /// Why; shown with the right answers. Plain text.
    async fn explanation(&self) -> Result<Option<String>> {
        let key = self.view.load(KeyOfQuestion(self.row.id)).await?;
        Ok(key.and_then(|key| key.explanation))
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.row.version
    }
}

/// An option as its authors see it.
#[derive(Clone, Debug)]
pub struct OptionDraft {
    row: quiz_option::Model,
    is_correct: bool,
}

/// An option as its authors see it.
#[Object]
impl OptionDraft {
    /// The option's id; names it in `updateQuizQuestion`.
    async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The answer; plain text.
    async fn text(&self) -> &str {
        &self.row.text
    }
    /// Place in the question, from 1.
    async fn position(&self) -> i32 {
        self.row.position
    }
    /// Whether it is right.
    async fn is_correct(&self) -> bool {
        self.is_correct
    }
}
