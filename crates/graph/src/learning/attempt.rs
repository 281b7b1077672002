//! One try at a quiz, as its taker sees it.

use super::keys::{AnswersOfAttempt, EnrollmentById};
use crate::{
    AttemptStatus, DateTime, Enrollment, OrgView, Quiz, QuizQuestion,
    base::not_found,
    content::keys::{KeyOfQuestion, OptionsByQuestion, QuestionsByQuiz, QuizById},
};
use async_graphql::{ID, Object, Result, SimpleObject};
use entities::{
    quiz_attempt,
    quiz_question::{self, QuestionKind},
};
use kernel::{QuizOptionId, TypedId, shuffled};
use uuid::Uuid;

/// One try at a quiz.
#[derive(Clone, Debug)]
pub struct QuizAttempt {
    view: OrgView,
    row: quiz_attempt::Model,
}

impl QuizAttempt {
    /// An attempt the actor may see.
    pub const fn new(view: OrgView, row: quiz_attempt::Model) -> Self {
        Self { view, row }
    }
}

/// One try at a quiz. Shown to its taker, to the authors of the course and to those who follow all learners. When its
/// time is over, the server hands it in with what was saved: at once when its taker comes back, otherwise within a
/// minute.
#[Object]
impl QuizAttempt {
    /// The attempt's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The quiz; null if you may not see it, such as after its course was withdrawn.
    async fn quiz(&self) -> Result<Option<Quiz>> {
        let row = self.view.load(QuizById(self.row.quiz_id)).await?;
        Ok(row.map(|row| Quiz::new(self.view.clone(), row)))
    }
    /// The enrollment under which it is taken.
    async fn enrollment(&self) -> Result<Enrollment> {
        let row = self.view.load(EnrollmentById(self.row.enrollment_id)).await?;
        row.map(|row| Enrollment::new(self.view.clone(), row))
            .ok_or_else(|| not_found("enrollment"))
    }
    /// Which try it is, from 1.
    async fn number(&self) -> i32 {
        self.row.number
    }
    /// Where it stands.
    async fn status(&self) -> AttemptStatus {
        self.row.status.into()
    }
    /// When it began.
    async fn started_at(&self) -> DateTime {
        DateTime(self.row.started_at)
    }
    /// When its time is over; null without a limit. Answers that are on their way then are taken for 30 seconds more.
    async fn deadline_at(&self) -> Option<DateTime> {
        self.row.deadline_at.map(DateTime)
    }
    /// The seconds left until the deadline by the server's clock, 0 when it has passed; null without a limit and when
    /// the attempt was handed in.
    async fn remaining_seconds(&self) -> Result<Option<i32>> {
        let now = self.view.request()?.store.now();
        let left = |deadline: chrono::DateTime<chrono::Utc>| (deadline - now).num_seconds().max(0);
        Ok(self
            .row
            .deadline_at
            .filter(|_| self.row.finished_at.is_none())
            .map(|deadline| i32::try_from(left(deadline)).unwrap_or(i32::MAX)))
    }
    /// When it was handed in; null while it is in progress.
    async fn finished_at(&self) -> Option<DateTime> {
        self.row.finished_at.map(DateTime)
    }
    /// What the right answers earned; null while it is in progress.
    async fn earned_points(&self) -> Option<i32> {
        self.row.earned_points
    }
    /// What there was to earn; null while it is in progress.
    async fn total_points(&self) -> Option<i32> {
        self.row.total_points
    }
    /// What was earned in percent, rounded down; null while it is in progress. Whether that passes is in `isPassed`,
    /// which compares exactly.
    async fn percent(&self) -> Option<i32> {
        let earned = i64::from(self.row.earned_points?);
        let percent = earned
            .saturating_mul(100)
            .checked_div(self.row.total_points?.into());
        Some(super::enrollment::number(percent.unwrap_or_default()))
    }
    /// Whether it reached the passing score; null while it is in progress.
    async fn is_passed(&self) -> Option<bool> {
        self.row.is_passed
    }
    /// The questions in the order of this attempt, which stays the same. Empty for those who neither learn the course
    /// nor write it.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn questions(&self) -> Result<Vec<AttemptQuestion>> {
        let quiz = self.view.load(QuizById(self.row.quiz_id)).await?;
        let is_shuffled = quiz.is_some_and(|quiz| quiz.is_shuffled);
        let questions = self.view.load(QuestionsByQuiz(self.row.quiz_id)).await?;
        let mut questions = questions.unwrap_or_default();
        if is_shuffled {
            questions = shuffled(self.row.seed, 0, questions);
        }
        let answers = self
            .view
            .load(AnswersOfAttempt(self.row.id))
            .await?
            .unwrap_or_default();
        Ok((1..)
            .zip(questions)
            .map(|(position, row)| {
                let answer = answers.iter().find(|answer| answer.question_id == row.id);
                AttemptQuestion {
                    view: self.view.clone(),
                    seed: is_shuffled.then_some(self.row.seed),
                    is_finished: self.row.finished_at.is_some(),
                    chosen: answer.map(|answer| uuids(&answer.option_ids)).unwrap_or_default(),
                    earned: answer.and_then(|answer| answer.earned_points).unwrap_or_default(),
                    position,
                    row,
                }
            })
            .collect())
    }
}

fn uuids(stored: &serde_json::Value) -> Vec<Uuid> {
    serde_json::from_value(stored.clone()).unwrap_or_default()
}

fn option_ids(options: Vec<Uuid>) -> Vec<ID> {
    options
        .into_iter()
        .map(|id| QuizOptionId::from_uuid(id).to_string().into())
        .collect()
}

/// A question of an attempt.
#[derive(Clone, Debug)]
pub struct AttemptQuestion {
    view: OrgView,
    row: quiz_question::Model,
    position: i32,
    seed: Option<i64>,
    is_finished: bool,
    chosen: Vec<Uuid>,
    earned: i32,
}

/// How a question was answered. Shown when the quiz's `reveal` says so.
#[derive(SimpleObject, Clone, Debug)]
pub struct AttemptResult {
    /// Whether exactly the right options were chosen.
    pub is_correct: bool,
    /// What the answer earned.
    pub earned_points: i32,
    /// The right options.
    pub correct_option_ids: Vec<ID>,
    /// Why they are right; plain text.
    pub explanation: Option<String>,
}

/// A question of an attempt, with what was chosen.
#[Object]
impl AttemptQuestion {
    /// Its place in this attempt, from 1.
    async fn position(&self) -> i32 {
        self.position
    }
    /// The question, its options in the order of this attempt.
    async fn question(&self) -> Result<QuizQuestion> {
        let options = self.view.load(OptionsByQuestion(self.row.id)).await?;
        let options = options.unwrap_or_default();
        let options = match (self.seed, self.row.kind) {
            (Some(seed), QuestionKind::SingleChoice | QuestionKind::MultipleChoice) => {
                shuffled(seed, self.row.id.uuid().as_u128(), options)
            }
            (Some(_), QuestionKind::TrueFalse) | (None, _) => options,
        };
        Ok(QuizQuestion::with_options(
            self.view.clone(),
            self.row.clone(),
            options,
        ))
    }
    /// The options that were chosen; empty while there is no answer.
    async fn chosen_option_ids(&self) -> Vec<ID> {
        option_ids(self.chosen.clone())
    }
    /// Whether the answer was right, and why. Null while the attempt is in progress; for its taker also unless the quiz
    /// reveals its answers and they have passed, or have no attempt left.
    async fn result(&self) -> Result<Option<AttemptResult>> {
        if !self.is_finished {
            return Ok(None);
        }
        let key = self.view.load(KeyOfQuestion(self.row.id)).await?;
        Ok(key.map(|key| AttemptResult {
            is_correct: self.earned > 0,
            earned_points: self.earned,
            correct_option_ids: option_ids(uuids(&key.correct_option_ids)),
            explanation: key.explanation,
        }))
    }
}
